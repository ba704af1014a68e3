import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
} from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EXAMPLE_SITE, ROOT } from './paths.ts';
import { runNode } from './run.ts';
import { step } from './step.ts';

/** The environment a build of the example site depends on. */
export type SiteEnvironment = Readonly<Record<string, string>>;

/** Each build is kept apart, so that a running site is not pulled from under its visitors by the next build. */
const BUILDS = join(EXAMPLE_SITE, '.builds');
const KEPT_BUILDS = 6;

/** Builds the example site with Gatsby, unless the same build is there already; gives its folder. */
export async function buildSite(
  environment: SiteEnvironment,
  signal: AbortSignal,
): Promise<string> {
  const folder = join(BUILDS, await keyOf(environment));
  if (!existsSync(folder))
    await withLock(async () => {
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
  const { writeFile } = await import('node:fs/promises');
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

/** A build depends on the site, on the packages it is built from, and on its environment. */
async function keyOf(environment: SiteEnvironment): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify(Object.entries(environment).sort()),
  );
  const sources = [
    'example-site',
    'plugin/dist',
    'plugin/src/config.ts',
    'plugin/gatsby-browser.js',
    'plugin/gatsby-node.mjs',
    'tracking-plan/dist',
    'sandbox/dist/shopify/catalogue.js',
    'package-lock.json',
  ];
  for (const source of sources)
    for (const file of await filesIn(join(ROOT, source)))
      hash.update(relative(ROOT, file)).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

const NOT_SOURCES = new Set(['node_modules', '.cache', 'public', '.builds']);

async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(
        ({ name }) => !NOT_SOURCES.has(name) && !name.endsWith('.tsbuildinfo'),
      )
      .map((entry) => filesIn(join(path, entry.name))),
  );
  return files.flat().sort();
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

/** Gatsby cannot build one site twice at the same time. */
async function withLock(work: () => Promise<void>): Promise<void> {
  await mkdir(BUILDS, { recursive: true });
  const file = join(BUILDS, 'lock');
  while (!(await takeLock(file))) await sleep(500);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<boolean> {
  try {
    const lock = await open(file, 'wx');
    await lock.writeFile(String(process.pid));
    await lock.close();
    return true;
  } catch {
    const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
