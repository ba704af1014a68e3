import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { freePorts } from '../../scripts/lib/ports.ts';
import { launchBrowser } from '../helpers/visitor.ts';
import { shopOn, type Shopper } from './helpers/shopper.ts';
import { prepareSite, type TestSite } from './helpers/site.ts';

/** Long enough for Gatsby to start on a busy machine. */
const START_TIMEOUT_MS = 240_000;

describe('a site in `gatsby develop`, under StrictMode, with the plugin in its configuration twice', () => {
  let site: TestSite;
  let browser: Browser;
  let shopper: Shopper;

  beforeAll(async () => {
    site = await prepareSite({ times: 2 });
    const [port = 0] = await freePorts(1);
    const url = await site.develop(port);
    browser = await launchBrowser();
    shopper = await shopOn(browser, `${url}/product/`, site.segment);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('sends each thing once', async () => {
    const { page, accept, arrived } = shopper;
    await accept();
    await arrived();
    await page.click('text=Add to cart');
    expect(await arrived()).toEqual([
      'Product at /product/ (Sencha)',
      'Product Viewed at /product/ (Sencha)',
      'Segment Consent Preference Updated at /product/ (Sencha)',
      'Product Added at /product/ (Sencha)',
    ]);
  });

  it('sends nothing again when the page is changed under the visitor', async () => {
    const { page, arrived } = shopper;
    const before = await arrived();
    const file = join(site.folder, 'src', 'pages', 'product.js');
    const source = await readFile(file, 'utf8');
    await writeFile(file, source.replace('Add to cart', 'Put into the cart'));
    await page.click('text=Put into the cart');
    expect(await arrived()).toEqual([
      ...before,
      'Product Added at /product/ (Sencha)',
    ]);
  });
});
