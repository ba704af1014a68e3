import { isNotFound } from './gatsby-page.ts';

/** A page in which Gatsby shows this page of its own for every address. */
const showing = (path: string | undefined) =>
  ({
    ___loader: {
      loadPageSync: () => (path === undefined ? undefined : { page: { path } }),
    },
  }) as unknown as Window;

it.each([
  ['/404.html', true],
  ['/404/', true],
  ['/dev-404-page/', true],
  ['/products/404/', false],
  ['/', false],
  [undefined, false],
])('%s is the 404 page: %s', (path, expected) => {
  expect(isNotFound(showing(path), '/anything/')).toBe(expected);
});

it('nothing is missing where Gatsby is another version, or not there', () => {
  expect(isNotFound(window, '/')).toBe(false);
  expect(isNotFound({ ___loader: {} } as unknown as Window, '/')).toBe(false);
});
