/** What the example shop reports of a visitor who looks around: coverage.test.ts has every event, this what they say. */
import type { Browser } from 'playwright-core';
import { messagesOf } from './helpers/messages-of.ts';
import { findMessage, type Message } from './helpers/segment.ts';
import { enterCode, goTo } from './helpers/shop.ts';
import {
  addToCart,
  choose,
  launchBrowser,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from './helpers/visitor.ts';

let browser: Browser;
let visitor: Visitor;
let anonymousId: string;
let told: Message[];

const named = (event: string) =>
  told.filter((message) => message.event === event);
const properties = (event: string) =>
  named(event).map((message) => message.properties);

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await visit(browser, '/collections/green-tea/');
  const { page, context } = visitor;
  await choose(page, 'all');
  await untilPhase(page, 'open');
  anonymousId = (await storedAnonymousId(context)) ?? '';
  await page.selectOption('label:has-text("Tags") select', {
    label: 'organic (2)',
  });
  await page.waitForSelector('text=2 products');
  await page.selectOption(
    'label:has-text("Sort by") select',
    'Price, low to high',
  );
  await page.waitForSelector('.grid li:first-child:has-text("Sencha")');
  await openProduct(page, 'Sencha');
  await page.click('text=Add to wishlist');
  await page.click('text=On your wishlist');
  await page.fill('footer input[type=email]', 'ada@example.com');
  await page.click('footer button:has-text("Subscribe")');
  await goTo(page, 'header a:has-text("Search")', 'Search');
  await page.fill('input[type=search]', 'alishan');
  await page.click('main button:has-text("Search")');
  await openProduct(page, 'Alishan High Mountain');
  await page.click('.options label:has-text("250 g")');
  await page.click('text=Sold out: ask for it');
  await page.click('.options label:has-text("100 g")');
  await addToCart(page);
  await enterCode(page, 'Discount code', 'WELCOME10');
  await enterCode(page, 'Discount code', 'POT20');
  await enterCode(page, 'Gift card', 'GIFT25TEA');
  await findMessage(
    (message) =>
      message.anonymousId === anonymousId &&
      message.event === 'Gift Card Applied',
  );
  told = await messagesOf(anonymousId);
});

afterAll(() => browser.close());

it('tells what was filtered and sorted, and what was left', () => {
  const [, last] = properties('Product List Filtered');
  expect(last).toMatchObject({
    list_id: 'green-tea',
    category: 'Green tea',
    filters: [{ type: 'Tags', value: 'organic' }],
    sorts: [{ type: 'price', value: 'ascending' }],
    products: [
      { name: 'Sencha', price: 12.5, position: 1 },
      { name: 'Ceremonial Matcha', price: 24, position: 2 },
    ],
  });
});

it('tells what was searched for, and how much was found', () => {
  expect(properties('Products Searched')).toEqual([
    { query: 'alishan', results: 1 },
  ]);
});

it('tells what was wished for, and no longer', () => {
  for (const event of [
    'Product Added to Wishlist',
    'Product Removed from Wishlist',
  ])
    expect(properties(event)).toMatchObject([
      { product_id: '820982911946154501', wishlist_name: 'Wishlist' },
    ]);
});

it('tells who left an address, and where', () => {
  expect(properties('Email Captured')).toEqual([
    {
      email: 'ada@example.com',
      placement_component: 'footer newsletter',
      placement_page: '/products/sencha/',
    },
  ]);
  expect(told.filter(({ type }) => type === 'identify')).toHaveLength(1);
});

it('tells which variant was chosen, and that it was asked for', () => {
  for (const event of ['Variant Clicked', 'Stock Request Created'])
    expect(properties(event)[0]).toMatchObject({
      variant_id: '42982911946154509',
      variant: '250 g',
      currency: 'EUR',
    });
});

it('tells what codes took off, and what they did not', () => {
  expect(properties('Coupon Applied')).toMatchObject([
    { coupon_id: 'WELCOME10', discount: 2.2 },
  ]);
  expect(properties('Coupon Denied')).toMatchObject([{ coupon_id: 'POT20' }]);
  expect(properties('Gift Card Applied')).toMatchObject([
    { gift_card_last_characters: '5tea', amount_used: 19.8 },
  ]);
});

it('tells where people click, once each, and meets no error', () => {
  expect(properties('Navigation Clicked')).toEqual([
    {
      navigation_title: 'Search',
      navigation_url: '/search/',
      navigation_placement: 'header',
    },
  ]);
  expect(named('Product Clicked')).toHaveLength(2);
  expect(visitor.errors).toEqual([]);
  expect(visitor.navigations()).toBe(1);
});
