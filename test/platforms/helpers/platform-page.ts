import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PlatformReading } from '../../../plugin/src/consent/platform.ts';
import { launchBrowser } from '../../helpers/visitor.ts';

const ROOT = join(__dirname, '..', '..', '..');
const SITE = 'https://platform.test';

/** A consent platform's library, and how a site uses it. */
export interface Setup {
  /** The name of the adapter. */
  readonly platform: string;
  readonly categories: readonly string[];
  /** What the site's own script does with the library. It may import. */
  readonly script: string;
  /** A library that is loaded by a script tag, by its path in `node_modules`. */
  readonly library?: string;
  /** What is in the body: buttons, for a library that draws none. */
  readonly body?: string;
}

/** A visitor of a site with the consent platform and its adapter. */
export interface Visit {
  readonly page: Page;
  readonly readings: () => Promise<PlatformReading[]>;
  /** Resolves with the last reading, once it has these answers; `pending` where there are none. */
  readonly until: (answers?: object) => Promise<PlatformReading>;
  /** Resolves when the site's script has run and the page is quiet. */
  readonly loaded: () => Promise<void>;
  /** When the page was opened. */
  readonly openedAt: () => Promise<number>;
}

type Global = Window & {
  readings: PlatformReading[];
  stopWatching: () => void;
  openPreferences: () => void;
};

/** The visitors of one file. Chromium is the one the tests are given, else Debian's. */
export function visitors() {
  process.env['CHROMIUM_PATH'] ??= '/usr/bin/chromium';
  let browser: Promise<Browser> | undefined;
  beforeAll(() => (browser = launchBrowser()));
  afterAll(async () => (await browser)?.close());
  return async (
    setup: Setup,
    order: 'adapter first' | 'platform first' = 'adapter first',
  ): Promise<Visit> => {
    if (!browser) throw new Error('No browser before a test.');
    const context = await (await browser).newContext();
    context.setDefaultTimeout(10_000);
    await serve(context, setup, order);
    return open(context);
  };
}

async function serve(
  context: BrowserContext,
  setup: Setup,
  order: string,
): Promise<void> {
  const { platform, categories, script, library, body = '' } = setup;
  const adapter = await bundle(`
    import { createPlatform } from './plugin/src/consent/platforms/${platform}.ts';
    const platform = createPlatform({
      categories: ${JSON.stringify(categories)},
      window,
      now: () => new Date(),
      custom: undefined,
    });
    window.readings = [];
    window.stopWatching = platform.watch((reading) => {
      window.readings.push(reading);
    });
    window.openPreferences = platform.open;
  `);
  const site = await bundle(script);
  const tags = [
    ...(library === undefined ? [] : ['<script src="/library.js"></script>']),
    '<script src="/site.js"></script>',
  ].join('');
  const own = '<script src="/adapter.js"></script>';
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>${body}${
    order === 'adapter first' ? own + tags : tags + own
  }`;
  const files: Record<string, string> = {
    '/': html,
    '/adapter.js': adapter,
    '/site.js': site,
    '/library.js':
      library === undefined
        ? ''
        : await readFile(join(ROOT, 'node_modules', library), 'utf8'),
  };
  await context.route(`${SITE}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    return route.fulfill({
      status: path in files ? 200 : 404,
      contentType: path.endsWith('.js')
        ? 'text/javascript; charset=utf-8'
        : 'text/html; charset=utf-8',
      body: files[path] ?? '',
    });
  });
}

async function open(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  await page.goto(SITE);
  const readings = () =>
    page.evaluate(() => (window as unknown as Global).readings);
  return {
    page,
    readings,
    openedAt: () => page.evaluate(() => performance.timeOrigin),
    loaded: () => page.waitForLoadState('networkidle'),
    until: async (answers) => {
      await page.waitForFunction(
        (wanted) => {
          const last = (window as unknown as Global).readings.at(-1);
          return wanted === undefined
            ? last?.status === 'pending'
            : last?.status === 'decided' &&
                JSON.stringify(last.categoryPreferences) === wanted;
        },
        answers && JSON.stringify(answers),
      );
      const last = (await readings()).at(-1);
      if (!last) throw new Error('There was a reading, and it has gone.');
      return last;
    },
  };
}

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild has written nothing.');
  return file.text;
}

/** The time of a decision, in milliseconds; NaN where it has none. */
export function timeOf(reading: PlatformReading): number {
  return reading.status === 'decided' && reading.decidedAt !== undefined
    ? Date.parse(reading.decidedAt)
    : NaN;
}

export const isDecided = ({ status }: PlatformReading): boolean =>
  status === 'decided';
