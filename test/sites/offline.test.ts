import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/visitor.ts';
import { serveStrictly } from './helpers/serve.ts';
import { shopOn, type Shopper } from './helpers/shopper.ts';
import { prepareSite, type TestSite } from './helpers/site.ts';

const PREFIX = '/shop';

/** Long enough for Gatsby to build on a busy machine. */
const BUILD_TIMEOUT_MS = 240_000;

describe('a site below a path prefix, with gatsby-plugin-offline and a strict Content-Security-Policy', () => {
  let site: TestSite;
  let server: Awaited<ReturnType<typeof serveStrictly>>;
  let browser: Browser;
  let shopper: Shopper;

  beforeAll(async () => {
    site = await prepareSite({ pathPrefix: PREFIX, offline: true });
    const folder = await site.build();
    server = await serveStrictly(folder, PREFIX, site.segment);
    browser = await launchBrowser();
    shopper = await shopOn(browser, `${server.url}/`, site.segment);
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    server.close();
    await site.close();
  });

  it('sends nothing while nobody has decided, not even from the service worker', async () => {
    const { page, arrived } = shopper;
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(await page.evaluate(() => window.storefront?.inspect())).toEqual({
      phase: 'waiting',
      held: 1,
      sent: 0,
      dropped: {},
    });
    expect(await arrived()).toEqual([]);
  });

  it('sends what happens after a yes, with the names that pages have without the prefix', async () => {
    const { page, arrived, accept } = shopper;
    await accept();
    await page.click('text=Sencha');
    await page.click('text=Add to cart');
    expect(await arrived()).toEqual([
      'page at /shop/ (Teas)',
      'Segment Consent Preference Updated at /shop/ (Teas)',
      'Product at /shop/product/ (Sencha)',
      'Product Viewed at /shop/product/ (Sencha)',
      'Product Added at /shop/product/ (Sencha)',
    ]);
  });

  it('knows the title of a page that the service worker opened from its shell', async () => {
    const { page, arrived, accept, ready } = shopper;
    const before = (await arrived()).length;
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    const answer = await page.reload();
    expect(answer?.fromServiceWorker()).toBe(true);
    expect(await answer?.text()).not.toContain('Sencha');
    await ready();
    await page.waitForFunction(() => document.title === 'Sencha');
    await accept();
    expect((await arrived()).slice(before)).toEqual([
      'Product at /shop/product/ (Sencha)',
      'Product Viewed at /shop/product/ (Sencha)',
      'Segment Consent Preference Updated at /shop/product/ (Sencha)',
    ]);
  });

  it('sends nothing after a no', async () => {
    const { page, arrived, refuse } = shopper;
    await refuse();
    const before = await arrived();
    expect(before.at(-1)).toMatch(/^Segment Consent Preference Updated/);
    await page.click('text=Add to cart');
    await page.reload();
    expect(await arrived()).toEqual(before);
  });

  it('breaks nothing, and no part of it is refused by the policy', async () => {
    expect(await shopper.complaints()).toEqual([]);
  });
});
