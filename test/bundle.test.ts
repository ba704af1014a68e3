import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUILDS = join(__dirname, '..', 'example-site', '.builds');

/** The build that is being served: the one used last. */
function currentBuild(): string {
  const folders = readdirSync(BUILDS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(BUILDS, name));
  const [newest] = folders.sort(
    (a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs,
  );
  if (newest === undefined) throw new Error('The site has not been built.');
  return newest;
}

const scripts = readdirSync(currentBuild())
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(join(currentBuild(), name), 'utf8'));

it('a production build ships not one byte of validators or schemas', () => {
  expect(scripts.length).toBeGreaterThan(5);
  for (const marker of [
    'ZodError',
    '_zod',
    'validateProperties',
    'a planned event',
    'Promo Code Applied',
    // The developer view.
    'storefront-developer-view',
  ])
    expect([
      marker,
      scripts.filter((script) => script.includes(marker)).length,
    ]).toEqual([marker, 0]);
});

it('this test can fail: the plugin itself is found the same way', () => {
  expect(scripts.some((script) => script.includes('_storefront_consent'))).toBe(
    true,
  );
});
