import { webcrypto } from 'node:crypto';
import { act, StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { startStorefront } from '../instance.ts';
import { ProductList } from './product-list.tsx';
import { useProductClicked } from './use-product-clicked.ts';
import { useProductViewed } from './use-product-viewed.ts';
import { usePromotionViewed } from './use-promotion-viewed.ts';
import { DWELL_MS } from './use-seen.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** jsdom has no layout: a test says what is on screen. */
class Screen {
  static observers = new Set<Screen>();
  private readonly tell: IntersectionObserverCallback;

  constructor(tell: IntersectionObserverCallback) {
    this.tell = tell;
  }

  observe(): void {
    Screen.observers.add(this);
  }

  disconnect(): void {
    Screen.observers.delete(this);
  }

  /** So many pixels of an element of 400 are shown, on a screen of 600. */
  static show(pixels: number, height = 400): void {
    for (const observer of [...Screen.observers])
      observer.tell(
        [
          {
            intersectionRect: { height: pixels },
            boundingClientRect: { height },
            rootBounds: { height: 600 },
          } as IntersectionObserverEntry,
        ],
        observer as unknown as IntersectionObserver,
      );
  }
}

const tracked: [string, unknown][] = [];
let root: Root;

beforeEach(() => {
  jest.useFakeTimers();
  tracked.length = 0;
  Screen.observers.clear();
  Object.assign(globalThis, { IntersectionObserver: Screen });
  const storefront = startStorefront({ writeKey: 'key' }, {});
  jest.spyOn(storefront, 'track').mockImplementation((event, properties) => {
    tracked.push([event, properties]);
  });
  root = createRoot(document.createElement('div'));
});

afterEach(() => {
  act(() => {
    root.unmount();
  });
  jest.useRealTimers();
});

function render(node: ReactNode): void {
  act(() => {
    root.render(<StrictMode>{node}</StrictMode>);
  });
}

const tea = (id: string) => ({
  product_id: id,
  name: id,
  price: 1,
  quantity: 1,
});

function List({ ids }: { readonly ids: readonly string[] }) {
  return (
    <ProductList listId="green" products={ids.map(tea)}>
      teas
    </ProductList>
  );
}

describe('a list of products', () => {
  it('is viewed once when half of it was on screen for a second, with positions', () => {
    render(<List ids={['a', 'b']} />);
    Screen.show(150);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked).toEqual([]);
    Screen.show(200);
    jest.advanceTimersByTime(DWELL_MS - 1);
    expect(tracked).toEqual([]);
    jest.advanceTimersByTime(1);
    render(<List ids={['a', 'b']} />);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked).toEqual([
      [
        'Product List Viewed',
        {
          list_id: 'green',
          products: [
            { ...tea('a'), position: 1 },
            { ...tea('b'), position: 2 },
          ],
        },
      ],
    ]);
  });

  it('that is higher than the screen is viewed when it fills half of that', () => {
    render(<List ids={['a']} />);
    Screen.show(300, 4000);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked).toHaveLength(1);
  });

  it('that is scrolled past is not viewed', () => {
    render(<List ids={['a']} />);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS / 2);
    Screen.show(0);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked).toEqual([]);
  });

  it('in another order is another list', () => {
    render(<List ids={['a', 'b']} />);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS);
    render(<List ids={['b', 'a']} />);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked).toHaveLength(2);
  });
});

describe('a promotion', () => {
  function Promotion() {
    const ref = usePromotionViewed({ promotion_id: 'spring', name: 'Spring' });
    return <p ref={ref}>Spring</p>;
  }

  it('is viewed once', () => {
    render(<Promotion />);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS);
    Screen.show(400);
    jest.advanceTimersByTime(DWELL_MS);
    expect(tracked.map(([event]) => event)).toEqual(['Promotion Viewed']);
  });
});

describe('a product', () => {
  function Product({
    id,
    name,
  }: {
    readonly id: string;
    readonly name: string;
  }) {
    useProductViewed({
      product_id: id,
      sku: id,
      name,
      price: 1,
      currency: 'EUR',
    });
    return null;
  }

  it('is viewed once for each that is shown, under StrictMode too', () => {
    render(<Product id="a" name="Sencha" />);
    render(<Product id="a" name="Sencha, renamed" />);
    render(<Product id="b" name="Oolong" />);
    expect(tracked).toMatchObject([
      ['Product Viewed', { product_id: 'a', quantity: 1 }],
      ['Product Viewed', { product_id: 'b', quantity: 1 }],
    ]);
  });
});

describe('a click on a product', () => {
  const Link = ({ id }: { readonly id: string }) => {
    const clicked = useProductClicked();
    return (
      <button
        onClick={() => {
          clicked(tea(id));
        }}
      />
    );
  };

  /** Renders into the page, and clicks the last link of it. */
  function click(node: ReactNode): void {
    const container = document.createElement('div');
    document.body.append(container);
    const own = createRoot(container);
    act(() => {
      own.render(<StrictMode>{node}</StrictMode>);
    });
    act(() => {
      [...container.querySelectorAll('button')].at(-1)?.click();
    });
    act(() => {
      own.unmount();
    });
  }

  it('tells of the list it stands in, and of its place there', () => {
    click(
      <ProductList listId="green" category="Tea" products={['a', 'b'].map(tea)}>
        <Link id="a" />
        <Link id="b" />
      </ProductList>,
    );
    expect(tracked).toEqual([
      [
        'Product Clicked',
        { ...tea('b'), list_id: 'green', category: 'Tea', position: 2 },
      ],
    ]);
  });

  it('elsewhere tells of the product alone', () => {
    click(<Link id="a" />);
    expect(tracked).toEqual([['Product Clicked', tea('a')]]);
  });
});
