/** `npm run bench:bundle`: the bytes the plugin adds to a Gatsby site, before consent and after it. */
import './lib/plain-errors.ts';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Request } from 'playwright-core';
import { report } from './lib/bench.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';
import { freePorts } from './lib/ports.ts';
import { runNode } from './lib/run.ts';
import { serveSite } from './lib/site-server.ts';
import { step } from './lib/step.ts';

/** Gzip bytes of one build. */
interface Bundle {
  readonly html: number;
  readonly initialScripts: number;
  readonly afterConsent: number;
}

const PLUGIN = 'gatsby-plugin-storefront-events';
/** The budgets, in gzip bytes: docs/decisions/0003-what-the-plugin-loads-when.md. */
const LIMITS = { initial: 3000, afterConsent: 34_000 };

const executablePath = ensureChromium(process.env);
await buildPackages();
const without = await step('A site without it', measure('none'));
const withPlugin = await step('A site with it', measure(PLUGIN));

const added = {
  initialScripts: withPlugin.initialScripts - without.initialScripts,
  html: withPlugin.html - without.html,
  afterConsent: withPlugin.afterConsent,
};
report(
  'Gzip bytes of a minimal Gatsby site',
  [
    {
      '': 'without the plugin',
      'initial scripts': without.initialScripts,
      html: without.html,
      'after consent': without.afterConsent,
    },
    {
      '': `with ${PLUGIN}`,
      'initial scripts': withPlugin.initialScripts,
      html: withPlugin.html,
      'after consent': withPlugin.afterConsent,
    },
    {
      '': 'added',
      'initial scripts': added.initialScripts,
      html: added.html,
      'after consent': added.afterConsent,
    },
    {
      '': 'limit',
      'initial scripts': LIMITS.initial,
      html: '',
      'after consent': LIMITS.afterConsent,
    },
  ],
  { without, withPlugin, added, limits: LIMITS },
);

async function measure(plugin: string): Promise<Bundle> {
  // Inside the repository, so that Gatsby finds its packages; a copy, so that nothing of an earlier build is left.
  const folder = await mkdtemp(join(ROOT, 'scripts', 'bench', '.site-'));
  try {
    await cp(join(ROOT, 'scripts', 'bench', 'site'), folder, {
      recursive: true,
    });
    await runNode([join(ROOT, 'node_modules', 'gatsby', 'cli.js'), 'build'], {
      cwd: folder,
      env: {
        BENCH_PLUGIN: plugin,
        CI: 'true',
        GATSBY_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
      },
    });
    return await load(join(folder, 'public'), plugin !== 'none');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads the site in a browser and grants; what is requested before and after tells the bundles apart. */
async function load(
  publicFolder: string,
  expectsEvents: boolean,
): Promise<Bundle> {
  const [port = 0] = await freePorts(1);
  const server = await serveSite(publicFolder, port);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    const scripts: string[] = [];
    page.on('request', (request: Request) => {
      if (request.resourceType() === 'script')
        scripts.push(new URL(request.url()).pathname);
    });
    await page.route('**/v1/projects/**', (route) =>
      route.fulfill({
        json: { integrations: { 'Segment.io': { apiKey: 'bench' } } },
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    await page.route('https://api.segment.io/**', (route) =>
      route.fulfill({ json: { success: true } }),
    );
    await page.goto(`http://127.0.0.1:${String(port)}/`, {
      waitUntil: 'networkidle',
    });
    // A link on the page makes Gatsby prefetch the next page's own script: that is no part of this one.
    const initial = scripts.filter((path) => !path.includes('other'));
    const before = new Set(scripts);
    if (expectsEvents) {
      const sent = page.waitForRequest('https://api.segment.io/**');
      await page.evaluate(() => {
        const cookie = {
          categories: ['analytics'],
          consentTimestamp: new Date().toISOString(),
        };
        // As vanilla-cookieconsent announces a choice.
        window.dispatchEvent(
          new CustomEvent('cc:onConsent', { detail: { cookie } }),
        );
      });
      await sent;
    }
    const after = scripts.filter((path) => !before.has(path));
    return {
      html: await gzipBytes(publicFolder, ['/index.html']),
      initialScripts: await gzipBytes(publicFolder, initial),
      afterConsent: await gzipBytes(publicFolder, after),
    };
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

async function gzipBytes(
  folder: string,
  paths: readonly string[],
): Promise<number> {
  const sizes = await Promise.all(
    [...new Set(paths)].map(
      async (path) =>
        gzipSync(await readFile(join(folder, path)), { level: 9 }).byteLength,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
