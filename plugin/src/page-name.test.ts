import { nameOfPage, type Naming } from './page-name.ts';
import type { Page } from './page.ts';

const at = (path: string): Page => ({
  path,
  url: `https://shop.example${path}`,
  title: 'Title',
  referrer: '',
  search: '',
});

const names = [
  { path: '/', name: 'Home' },
  { path: '/products/*/reviews', name: 'Reviews', category: 'Shop' },
  { path: '/products/*', name: 'Product', category: 'Shop' },
  { path: '/products', name: 'Collection' },
  { path: '/thés/*', name: 'Thé' },
  { path: '/a.b', name: 'Dot' },
];

const nameOf = (path: string, naming: Partial<Naming> = {}) =>
  nameOfPage(at(path), {
    names,
    pageName: undefined,
    isNotFound: false,
    ...naming,
  });

describe('a page is called', () => {
  it.each([
    ['/', 'Home'],
    ['/products/', 'Collection'],
    ['/products', 'Collection'],
    ['/products/sencha/', 'Product'],
    ['/products/green/sencha', 'Product'],
    ['/products/sencha/reviews/', 'Reviews'],
    ['/th%C3%A9s/sencha/', 'Thé'],
    ['/a.b/', 'Dot'],
    ['/axb/', undefined],
    ['/cart/', undefined],
    ['/%E0%A4%A/', undefined],
  ])('by the first pattern that fits: %s is %s', (path, name) => {
    expect(nameOf(path)?.name).toBe(name);
  });

  it('with its category, where there is one', () => {
    expect(nameOf('/products/sencha/')).toMatchObject({ category: 'Shop' });
    expect(nameOf('/')?.category).toBeUndefined();
  });

  it("by the site's own function first, in a word or with a category", () => {
    expect(nameOf('/', { pageName: () => 'Start' })).toEqual({ name: 'Start' });
    const named = { name: 'Start', category: 'Content' };
    expect(nameOf('/', { pageName: () => named })).toEqual(named);
    expect(nameOf('/', { pageName: () => undefined })?.name).toBe('Home');
  });

  it('by a pattern where the function throws, and the page lives on', () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const pageName = () => {
      throw new Error('broken');
    };
    expect(nameOf('/', { pageName })?.name).toBe('Home');
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('Not Found where Gatsby shows its 404 page, whatever the path says', () => {
    const missing = { isNotFound: true };
    expect(nameOf('/products/gone/', missing)).toEqual({ name: 'Not Found' });
    expect(
      nameOf('/products/gone/', { ...missing, notFound: 'Nicht gefunden' }),
    ).toEqual({ name: 'Nicht gefunden' });
  });

  it('without the prefix the site is served under', () => {
    Object.assign(globalThis, { __BASE_PATH__: '/shop' });
    expect(nameOf('/shop/products/sencha/')?.name).toBe('Product');
    expect(nameOf('/shop/')?.name).toBe('Home');
    Reflect.deleteProperty(globalThis, '__BASE_PATH__');
  });
});
