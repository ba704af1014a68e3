import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PEERS, type Candidate } from './bench-candidates.ts';
import { ROOT } from './paths.ts';
import { freePorts } from './ports.ts';
import { runNode } from './run.ts';
import { serveSite } from './site-server.ts';
import { step } from './step.ts';

/** A minimal site with one candidate in it, built and served. */
export interface Site {
  readonly candidate: Candidate;
  /** What Gatsby built. */
  readonly folder: string;
  readonly url: string;
}

const BENCH = join(ROOT, 'scripts', 'bench');

/** Builds and serves a site for each candidate while the work is done; nothing of it is left then. */
export async function withSites(
  candidates: readonly Candidate[],
  signal: AbortSignal,
  work: (sites: readonly Site[]) => Promise<void>,
): Promise<void> {
  // Inside the repository, so that Gatsby finds its packages; a copy, so that nothing of an earlier build is left.
  const folder = await mkdtemp(join(BENCH, '.site-'));
  const servers: Server[] = [];
  try {
    await step('Installing the peers', installPeers(folder, signal));
    const sites: Site[] = [];
    for (const candidate of candidates) {
      const built = await step(
        `Building a site: ${candidate.label}`,
        build(join(folder, candidate.name), candidate, signal),
      );
      const [port = 0] = await freePorts(1);
      servers.push(await serveSite(built, port));
      const url = `http://127.0.0.1:${String(port)}/`;
      sites.push({ candidate, folder: built, url });
    }
    await work(sites);
  } finally {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function installPeers(
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { dependencies } = JSON.parse(
    await readFile(join(ROOT, 'plugin', 'package.json'), 'utf8'),
  ) as { readonly dependencies: Readonly<Record<string, string>> };
  const analytics = '@segment/analytics-next';
  const manifest = {
    private: true,
    // With our Analytics.js, so that everybody is measured with the same.
    dependencies: { ...PEERS, [analytics]: dependencies[analytics] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await promisify(execFile)(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [
      'install',
      '--ignore-scripts',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      // Gatsby and React are the repository's.
      '--legacy-peer-deps',
    ],
    { cwd: folder, signal },
  );
}

async function build(
  folder: string,
  { name }: Candidate,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(folder);
  await cp(join(BENCH, 'site'), folder, { recursive: true });
  const browser = join(BENCH, 'browser', `${name}.js`);
  if (existsSync(browser)) await cp(browser, join(folder, 'gatsby-browser.js'));
  await runNode([join(ROOT, 'node_modules', 'gatsby', 'cli.js'), 'build'], {
    cwd: folder,
    env: {
      BENCH_CANDIDATE: name,
      CI: 'true',
      GATSBY_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    },
    signal,
  });
  return join(folder, 'public');
}
