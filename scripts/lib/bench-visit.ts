import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Site } from './bench-sites.ts';
import { ROOT } from './paths.ts';

/** What a page asked of others than its own site. */
export interface ThirdParty {
  readonly url: string;
  /** Of a script. */
  readonly gzipBytes: number;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Grows while the page is used. */
  readonly thirdParties: readonly ThirdParty[];
  /** Paths of the site's own scripts, each once. */
  readonly scripts: ReadonlySet<string>;
}

/** What Segment serves as analytics.min.js, and the chunks it loads. */
const SEGMENT_SCRIPTS = join(
  ROOT,
  'node_modules',
  '@segment',
  'analytics-next',
  'dist',
  'umd',
);
const EMPTY = Buffer.alloc(0);

/** Opens a browser without a past; others than the site are answered here at once. */
export async function visit<Result>(
  browser: Browser,
  site: Site,
  work: (visit: Visit) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  try {
    const thirdParties: ThirdParty[] = [];
    const scripts = new Set<string>();
    const page = await context.newPage();
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      // A link on the page makes Gatsby fetch the next page's own script: that is no part of this one.
      if (
        request.resourceType() === 'script' &&
        site.url.startsWith(origin) &&
        !pathname.includes('other')
      )
        scripts.add(pathname);
    });
    await context.route(/^https:/, async (route) => {
      const url = new URL(route.request().url());
      const script = route.request().resourceType() === 'script';
      const body = script ? thirdPartyScript(url) : EMPTY;
      thirdParties.push({ url: url.href, gzipBytes: gzipBytes(body) });
      await route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        ...(script
          ? { contentType: 'text/javascript', body }
          : { json: segmentAnswer(url) }),
      });
    });
    return await work({ page, context, thirdParties, scripts });
  } finally {
    await context.close();
  }
}

/** The gzip bytes of what a site serves under these paths. */
export function siteBytes({ folder }: Site, paths: Iterable<string>): number {
  return [...paths]
    .map((path) => gzipBytes(readFileSync(join(folder, path))))
    .reduce((sum, size) => sum + size, 0);
}

/** The names of what is stored in the visitor's browser. */
export async function stored({ page, context }: Visit): Promise<string[]> {
  const cookies = await context.cookies();
  const keys = await page.evaluate(() => [
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
  ]);
  return [...cookies.map(({ name }) => `cookie ${name}`), ...keys];
}

/** Milliseconds until the first event was answered: since the grant if there was one, else since the page's beginning. */
export async function firstEventMs({ page }: Visit): Promise<number> {
  const handle = await page.waitForFunction(() => {
    const answered = performance
      .getEntriesByType('resource')
      .map((entry) => entry as PerformanceResourceTiming)
      // `/v1/m` takes Segment's own metrics.
      .filter(({ name }) => /^https:\/\/api\.segment\.io\/v1\/[^m]/.test(name))
      .map(({ responseEnd }) => responseEnd)
      .filter((end) => end > 0);
    const [grant] = performance.getEntriesByName('grant');
    return answered.length > 0
      ? Math.min(...answered) - (grant?.startTime ?? 0)
      : undefined;
  });
  return Number(await handle.jsonValue());
}

function thirdPartyScript({ pathname }: URL): Buffer {
  const name = pathname.split('/').at(-1) ?? '';
  const file = join(
    SEGMENT_SCRIPTS,
    name === 'analytics.min.js' ? 'standalone.js' : name,
  );
  return existsSync(file) ? readFileSync(file) : EMPTY;
}

function segmentAnswer({ pathname }: URL): object {
  return pathname.endsWith('/settings')
    ? { integrations: { 'Segment.io': { apiKey: 'bench' } } }
    : { success: true };
}

function gzipBytes(content: Buffer): number {
  return content.byteLength === 0
    ? 0
    : gzipSync(content, { level: 9 }).byteLength;
}
