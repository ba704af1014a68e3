import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createSegment, WRITE_KEYS } from '@storefront-events/sandbox';

const SITES = join(__dirname, '..');
const ROOT = join(SITES, '..', '..');
const GATSBY = join(ROOT, 'node_modules', 'gatsby', 'cli.js');

/** How a site is made. */
export interface SiteOptions {
  readonly pathPrefix?: string;
  /** With gatsby-plugin-offline. */
  readonly offline?: boolean;
  /** How often the plugin is in the site's configuration. */
  readonly times?: number;
  /** Instead of the repository's React. */
  readonly react?: 18;
}

/** A copy of the site, and a stand-in for Segment of its own. */
export interface TestSite {
  readonly folder: string;
  readonly segment: string;
  /** Builds it; gives the folder of what was built. */
  readonly build: () => Promise<string>;
  /** Runs `gatsby develop` until the site is closed; gives its address once it is ready. */
  readonly develop: (port: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function prepareSite(options: SiteOptions): Promise<TestSite> {
  const { react, times = 1, ...rest } = options;
  // Inside the repository, so that Gatsby finds its packages.
  const folder = await mkdtemp(join(SITES, '.site-'));
  await cp(join(SITES, 'site'), folder, { recursive: true });
  const app = await createSegment();
  const segment = await app.listen({ host: '127.0.0.1', port: 0 });
  const env = {
    ...process.env,
    TEST_SITE: JSON.stringify({
      ...rest,
      times,
      ...(react && {
        react: join(SITES, `react-${String(react)}`, 'node_modules'),
      }),
      segment: { url: segment, writeKey: WRITE_KEYS['front-end'] },
    }),
    CI: 'true',
    GATSBY_TELEMETRY_DISABLED: '1',
  };
  const prefix = options.pathPrefix === undefined ? [] : ['--prefix-paths'];
  let running: ChildProcess | undefined;
  const gatsby = (args: string[], NODE_ENV: string) => {
    running = spawn(process.execPath, [GATSBY, ...args], {
      cwd: folder,
      env: { ...env, NODE_ENV },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return running;
  };
  return {
    folder,
    segment,
    async build() {
      await ended(gatsby(['build', ...prefix], 'production'));
      return join(folder, 'public');
    },
    async develop(port) {
      await said(
        gatsby(
          ['develop', '-H', '127.0.0.1', '-p', String(port)],
          'development',
        ),
        /You can now view/,
      );
      return `http://127.0.0.1:${String(port)}`;
    },
    async close() {
      if (running && running.exitCode === null) {
        const gone = new Promise((resolve) => running?.once('close', resolve));
        running.kill('SIGTERM');
        await gone;
      }
      await app.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  const output: string[] = [];
  const note = (chunk: unknown) => output.push(String(chunk));
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Gatsby failed:\n${output.join('')}`));
    });
  });
}

/** Resolves when it has said something; what it says after that is read and forgotten. */
function said(child: ChildProcess, what: RegExp): Promise<void> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('Gatsby has no output.');
  const output: string[] = [];
  stderr.on('data', (chunk) => output.push(String(chunk)));
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      output.push(line);
      if (what.test(line)) resolve();
    });
    child.once('close', () => {
      reject(new Error(`Gatsby ended:\n${output.join('\n')}`));
    });
  });
}
