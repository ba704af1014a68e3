/** Who has no JavaScript: reads the shop, and is nobody's business. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { launchBrowser } from '../helpers/visitor.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
const asked: { readonly url: string; readonly kind: string }[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  page.on('request', (request) =>
    asked.push({ url: request.url(), kind: request.resourceType() }),
  );
});

afterAll(() => browser.close());

it('goes from the collections to a product with its price, reviews and relations, and to the cart', async () => {
  await page.goto(addresses.site);
  await page.click('.tiles a:has-text("Green tea")');
  expect(await page.textContent('h1')).toBe('Green tea');
  await page.click('main a:has-text("Sencha")');
  expect(await page.textContent('h1')).toBe('Sencha');
  expect(await page.textContent('.price')).toContain('€12.50');
  expect(await page.title()).toBe('Sencha · Kettle & Leaf');
  expect(await page.textContent('main')).toContain('My morning');
  expect(await page.locator('main a.card').count()).toBeGreaterThan(2);
  await page.click('header a:has-text("Cart")');
  expect(await page.textContent('h1')).toBe('Your cart is empty');
});

it('asks the shop for pages and Shopify for pictures, and nobody for anything else', () => {
  const elsewhere = asked.filter(({ url }) => !url.startsWith(addresses.site));
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(
    elsewhere.filter(
      ({ url, kind }) =>
        kind !== 'image' || !url.startsWith(`${addresses.shopify}/images/`),
    ),
  ).toEqual([]);
});

it('has nothing stored, and is not asked for a choice that could not be taken', async () => {
  expect(await context.cookies()).toEqual([]);
  expect(await page.locator('#cc-main').count()).toBe(0);
});
