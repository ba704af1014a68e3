/**
 * `npm run bench:lighthouse`: what Lighthouse says of the built example shop, before a choice. Ends with 1 where a score is
 * below the target.
 */
import './lib/plain-errors.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium, type BrowserContext } from 'playwright-core';
import { report } from './lib/bench.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildPackages } from './lib/packages.ts';
import { freePorts } from './lib/ports.ts';
import { stopping } from './lib/stopping.ts';

const TARGET = 95;
/** Of so many runs the middle one counts: the computer does other things too. */
const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const PAGES = {
  home: '/',
  collection: '/collections/green-tea/',
  product: '/products/sencha/',
  cart: '/cart/',
};
const FORMS = { phone: undefined, desktop: desktopConfig };

await buildPackages();
// Only now, because it imports what has just been compiled.
const { startEverything } = await import('./lib/everything.ts');

const { addresses, close } = await startEverything(process.env, stopping());
const profile = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const [port = 0] = await freePorts(1);
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: ensureChromium(process.env),
  args: ['--no-sandbox', `--remote-debugging-port=${String(port)}`],
});
try {
  await fillCart(browser, addresses.site);
  const results = [];
  for (const [form, config] of Object.entries(FORMS))
    for (const [page, path] of Object.entries(PAGES))
      results.push({
        page,
        form,
        ...(await middleOf(addresses.site + path, config)),
      });
  report(
    `Lighthouse, without a choice (target ${String(TARGET)})`,
    results.map(({ failed, ...row }) => ({
      ...row,
      'what could be better': failed.join(', '),
    })),
    { target: TARGET, results },
  );
  if (results.some((row) => CATEGORIES.some((name) => below(row, name))))
    process.exitCode = 1;
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
  await close();
}

/** An empty cart would be an easy page. */
async function fillCart(context: BrowserContext, site: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${site}/products/sencha/`);
  await page.waitForFunction(() => 'storefront' in window);
  await page.click('text=Add to cart');
  await page.waitForSelector('h1:text-is("Your cart")');
  await page.close();
}

type Config = (typeof FORMS)[keyof typeof FORMS];

async function middleOf(url: string, config: Config): Promise<Scores> {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await scores(url, config));
  runs.sort((a, b) => Number(a['performance']) - Number(b['performance']));
  const middle = runs[(RUNS - 1) / 2];
  if (!middle) throw new Error('There was no run.');
  return middle;
}

interface Scores extends Readonly<Record<string, number | readonly string[]>> {
  /** The audits that cost points. */
  readonly failed: readonly string[];
}

async function scores(url: string, config: Config): Promise<Scores> {
  const run = await lighthouse(
    url,
    {
      port,
      logLevel: 'error',
      onlyCategories: CATEGORIES,
      // The cart is there.
      disableStorageReset: true,
    },
    config,
  );
  if (!run) throw new Error(`Lighthouse did not measure ${url}.`);
  const { categories, audits } = run.lhr;
  const points = Object.fromEntries(
    CATEGORIES.map((name) => [
      name,
      Math.round((categories[name]?.score ?? 0) * 100),
    ]),
  );
  const weighed = CATEGORIES.filter((name) => (points[name] ?? 0) < 100)
    .flatMap((name) => categories[name]?.auditRefs ?? [])
    .filter(({ weight, id }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9);
  return { ...points, failed: weighed.map(({ id }) => id) };
}

function below(row: Readonly<Record<string, unknown>>, category: string) {
  return Number(row[category]) < TARGET;
}
