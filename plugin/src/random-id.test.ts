import { webcrypto } from 'node:crypto';
import { randomId } from './random-id.ts';

const UUID =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it.each([
  ['a browser of today', webcrypto],
  [
    'a page without https',
    { getRandomValues: webcrypto.getRandomValues.bind(webcrypto) },
  ],
])('is a UUID in %s', (_, crypto) => {
  const ids = Array.from({ length: 100 }, () =>
    randomId({ crypto: crypto as Crypto }),
  );
  for (const id of ids) expect(id).toMatch(UUID);
  expect(new Set(ids).size).toBe(100);
});
