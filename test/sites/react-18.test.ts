import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/visitor.ts';
import { serveStrictly } from './helpers/serve.ts';
import { shopOn } from './helpers/shopper.ts';
import { prepareSite, type TestSite } from './helpers/site.ts';

/** Long enough for Gatsby to build on a busy machine. */
const BUILD_TIMEOUT_MS = 240_000;

describe('a site on React 18', () => {
  let site: TestSite;
  let server: Awaited<ReturnType<typeof serveStrictly>>;
  let browser: Browser;

  beforeAll(async () => {
    site = await prepareSite({ react: 18 });
    server = await serveStrictly(await site.build(), '', site.segment);
    browser = await launchBrowser();
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    server.close();
    await site.close();
  });

  it('is rendered on the server and taken over without a word, asks, and sends', async () => {
    const { page, accept, arrived, complaints } = await shopOn(
      browser,
      `${server.url}/`,
      site.segment,
    );
    expect(await page.evaluate(() => window.reactVersion)).toMatch(/^18\./);
    expect(await page.textContent('#consent')).toBe('unknown');
    await accept();
    await page.waitForSelector('#consent:text("granted")');
    await page.click('text=Sencha');
    await page.click('text=Add to cart');
    expect(await arrived()).toEqual([
      'page at / (Teas)',
      'Segment Consent Preference Updated at / (Teas)',
      'Product at /product/ (Sencha)',
      'Product Viewed at /product/ (Sencha)',
      'Product Added at /product/ (Sencha)',
    ]);
    expect(await complaints()).toEqual([]);
  });

  it("asks the site's own function whether silence is a yes where the visitor is", async () => {
    const inUs = await shopOn(browser, `${server.url}/`, site.segment, 'US');
    await inUs.page.waitForSelector('#consent:text("granted")');
    expect((await inUs.arrived()).at(-1)).toBe('page at / (Teas)');
    const inGermany = await shopOn(
      browser,
      `${server.url}/`,
      site.segment,
      'DE',
    );
    await inGermany.page.waitForFunction(
      () => window.storefront?.visitor().region === 'DE',
    );
    const before = await inUs.arrived();
    expect(await inGermany.page.textContent('#consent')).toBe('unknown');
    expect(await inGermany.arrived()).toEqual(before);
  });
});
