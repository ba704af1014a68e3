import { existsSync } from 'node:fs';
import {
  cp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { filesIn } from './files.ts';
import { withLock } from './lock.ts';
import { EXAMPLE_SITE, ROOT } from './paths.ts';
import { runNode } from './run.ts';
import { siteKey, type SiteEnvironment } from './site-key.ts';
import { step } from './step.ts';

/** Each build is kept apart, so that a running site is not pulled from under its visitors by the next build. */
const BUILDS = join(EXAMPLE_SITE, '.builds');
const KEPT_BUILDS = 6;

/** Builds the example site with Gatsby, unless the same build is there already; gives its folder. */
export async function buildSite(
  environment: SiteEnvironment,
  signal: AbortSignal,
): Promise<string> {
  const folder = join(BUILDS, await siteKey(environment));
  if (!existsSync(folder))
    await withLock(join(BUILDS, 'lock'), async () => {
      if (!existsSync(folder))
        await step(
          'Building the example site with Gatsby',
          build(folder, environment, signal),
        );
    });
  await utimes(folder, new Date(), new Date());
  await forgetOldBuilds(folder);
  return folder;
}

async function build(
  folder: string,
  environment: SiteEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const publicFolder = join(EXAMPLE_SITE, 'public');
  // Gatsby leaves files of earlier builds there.
  await rm(publicFolder, { recursive: true, force: true });
  await runNode([join(ROOT, 'node_modules', 'gatsby', 'cli.js'), 'build'], {
    cwd: EXAMPLE_SITE,
    signal,
    env: {
      ...environment,
      CI: 'true',
      GATSBY_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    },
  });
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(publicFolder, unfinished, { recursive: true });
  await compress(unfinished);
  await rename(unfinished, folder);
}

/** Puts a gzip beside every text file, as a web host would serve it. */
async function compress(folder: string): Promise<void> {
  const files = await filesIn(folder);
  await Promise.all(
    files
      .filter((file) => /\.(html|js|css|json|svg|txt|xml)$/.test(file))
      .map(async (file) => {
        const content = await promisify(gzip)(await readFile(file), {
          level: 9,
        });
        await writeFile(`${file}.gz`, content);
      }),
  );
}

async function forgetOldBuilds(current: string): Promise<void> {
  const folders = (await readdir(BUILDS, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(BUILDS, name));
  const ages = await Promise.all(
    folders.map(async (folder) => ({
      folder,
      used: (await stat(folder)).mtimeMs,
    })),
  );
  const old = ages.sort((a, b) => b.used - a.used).slice(KEPT_BUILDS);
  await Promise.all(
    old
      .filter(({ folder }) => folder !== current)
      .map(({ folder }) => rm(folder, { recursive: true, force: true })),
  );
}
