import {
  CartProvider,
  ShopifyProvider,
  useCart,
  type CartWithActions,
} from '@shopify/hydrogen-react';
import * as graphql from 'graphql';
import { mount } from './testing/mount.tsx';
import { makeRecorder } from './testing/recorder.ts';
import {
  CART_ID,
  CODE,
  executeWith,
  mug,
  openShop,
  sencha,
} from './testing/shop.ts';
import { storefrontCart } from './testing/storefront-cart.ts';
import { useTrackHydrogenCart } from './use-track-hydrogen-cart.ts';

const execute = executeWith(graphql);
const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
  localStorage.clear();
});

async function open(
  fill?: (shop: ReturnType<typeof openShop>) => void,
  data?: object,
) {
  const shop = openShop(execute);
  const { track, told } = makeRecorder();
  globalThis.fetch = shop.fetch;
  if (fill) {
    fill(shop);
    localStorage.setItem('shopifyCartId', CART_ID);
  }
  let current: CartWithActions | undefined;
  function Shop() {
    const cart = useCart();
    current = cart;
    useTrackHydrogenCart(cart, { track });
    return null;
  }
  const page = await mount(
    <ShopifyProvider
      storeDomain="https://shop.example"
      storefrontToken="public"
      storefrontApiVersion="2026-04"
      countryIsoCode="US"
      languageIsoCode="EN"
    >
      <CartProvider {...(data && { data })}>
        <Shop />
      </CartProvider>
    </ShopifyProvider>,
  );
  await page.act(() => undefined);
  const cart = () => {
    if (!current) throw new Error('Nothing was rendered.');
    return current;
  };
  return { shop, told, page, cart };
}

const line = (quantity: number, variant = sencha) => [
  { merchandiseId: variant.id, quantity },
];

describe("hydrogen-react's cart", () => {
  it('reports the product that creates it, and what comes and goes after it, each once', async () => {
    const { cart, page, told } = await open();
    await page.act(() => {
      cart().linesAdd(line(2));
    });
    expect(told()).toEqual(['Product Added 2 × Sencha']);
    await page.act(() => {
      cart().linesAdd(line(1, mug));
    });
    expect(told()).toEqual(['Product Added 1 × Mug']);
    const [first, second] = cart().lines ?? [];
    await page.act(() => {
      cart().linesUpdate([{ id: first?.id ?? '', quantity: 5 }]);
    });
    expect(told()).toEqual(['Product Added 3 × Sencha']);
    await page.act(() => {
      cart().linesRemove([second?.id ?? '']);
    });
    expect(told()).toEqual(['Product Removed 1 × Mug']);
    page.unmount();
  });

  it('says nothing of a cart that was filled on an earlier visit', async () => {
    const { cart, page, told } = await open((shop) =>
      shop.rootValue.cartCreate({ input: { lines: line(2) } }),
    );
    expect(cart().totalQuantity).toBe(2);
    expect(told()).toEqual([]);
    await page.act(() => {
      cart().linesAdd(line(1));
    });
    expect(told()).toEqual(['Product Added 1 × Sencha']);
    page.unmount();
  });

  it('says nothing of a cart that the page was rendered with', async () => {
    const { cart, page, told } = await open(undefined, storefrontCart());
    expect(cart().status).toBe('idle');
    expect(told()).toEqual([]);
    await page.act(() => {
      cart().linesAdd(line(1));
    });
    expect(told()).toEqual(['Product Added 1 × Sencha']);
    page.unmount();
  });

  it('reports codes, and nothing for attributes and the note', async () => {
    const { cart, page, told } = await open((shop) =>
      shop.rootValue.cartCreate({ input: { lines: line(2) } }),
    );
    await page.act(() => {
      cart().discountCodesUpdate([CODE, 'NOPE']);
    });
    expect(told()).toEqual(['Coupon Applied TEN', 'Coupon Denied NOPE']);
    await page.act(() => {
      cart().cartAttributesUpdate([{ key: 'gift', value: 'yes' }]);
    });
    await page.act(() => {
      cart().noteUpdate('For Ada');
    });
    expect(told()).toEqual([]);
    page.unmount();
  });

  it('says nothing of a change that fails, though it was shown for a while', async () => {
    const { cart, page, told } = await open((shop) =>
      shop.rootValue.cartCreate({ input: { lines: line(2) } }),
    );
    globalThis.fetch = () => Promise.reject(new Error('offline'));
    await page.act(() => {
      cart().linesRemove([cart().lines?.[0]?.id ?? '']);
    });
    expect(cart().error).toBeDefined();
    expect(told()).toEqual([]);
    page.unmount();
  });

  it('says nothing when the order has been paid, and starts anew after it', async () => {
    const { cart, page, told, shop } = await open((opened) =>
      opened.rootValue.cartCreate({ input: { lines: line(2) } }),
    );
    shop.rootValue.cartNoteUpdate = () => ({ cart: null }) as never;
    await page.act(() => {
      cart().noteUpdate('paid meanwhile');
    });
    expect(cart().id).toBeUndefined();
    expect(told()).toEqual([]);
    await page.act(() => {
      cart().linesAdd(line(1, mug));
    });
    expect(told()).toEqual(['Product Added 1 × Mug']);
    page.unmount();
  });
});
