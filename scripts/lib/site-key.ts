import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { filesIn } from './files.ts';
import { ROOT } from './paths.ts';

/** The environment a build of the example site depends on. */
export type SiteEnvironment = Readonly<Record<string, string>>;

/** A build depends on the site, on the packages it is built from, and on its environment. */
export async function siteKey(environment: SiteEnvironment): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify(Object.entries(environment).sort()),
  );
  const sources = [
    'example-site',
    'plugin/dist',
    'plugin/src/config.ts',
    'plugin/gatsby-browser.js',
    'plugin/gatsby-node.mjs',
    'plugin/gatsby-ssr.js',
    'tracking-plan/dist',
    'sandbox/dist/shopify',
    'package-lock.json',
  ];
  for (const source of sources)
    for (const file of await filesIn(join(ROOT, source)))
      hash.update(relative(ROOT, file)).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
