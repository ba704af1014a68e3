/** What the example shop reports by itself, beyond the way to an order: consent.test.ts has that. */
import type { Browser } from 'playwright-core';
import { messagesOf } from './helpers/messages-of.ts';
import { findMessage, type Message } from './helpers/segment.ts';
import {
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

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await visit(browser);
  const { page, context } = visitor;
  await choose(page, 'all');
  await untilPhase(page, 'open');
  anonymousId = (await storedAnonymousId(context)) ?? '';
  await page.selectOption('.filters select >> nth=0', 'Green tea');
  await page.selectOption('.filters select >> nth=1', 'price');
  await openProduct(page, 'Sencha');
  await page.click('text=Add to wishlist');
  await page.click('text=On your wishlist');
  await page.fill('footer input[type=email]', 'ada@example.com');
  await page.click('footer button:has-text("Subscribe")');
  await page.click('header a:has-text("Search")');
  await page.fill('input[type=search]', 'alishan');
  await page.click('main button:has-text("Search")');
  await openProduct(page, 'Alishan High Mountain');
  await page.selectOption('main select', { label: '250 g' });
  await page.click('text=Sold out: ask for it');
  await findMessage(
    (message) =>
      message.anonymousId === anonymousId &&
      message.event === 'Stock Request Created',
  );
  told = await messagesOf(anonymousId);
});

afterAll(() => browser.close());

it('tells what was filtered and sorted, and what was left', () => {
  expect(named('Product List Filtered').at(-1)?.properties).toMatchObject({
    list_id: 'all',
    filters: [{ type: 'kind', value: 'Green tea' }],
    sorts: [{ type: 'price', value: 'ascending' }],
  });
  const products = named('Product List Filtered').at(-1)?.properties[
    'products'
  ] as { position: number; price: number; category: string }[];
  expect(products.length).toBeGreaterThan(1);
  expect(new Set(products.map(({ category }) => category)).size).toBe(1);
  const prices = products.map(({ price }) => price);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
});

it('tells what was searched for, and how much was found', () => {
  expect(
    named('Products Searched').map(({ properties }) => properties),
  ).toEqual([{ query: 'alishan', results: 1 }]);
});

it('tells what was wished for, and no longer', () => {
  for (const event of [
    'Product Added to Wishlist',
    'Product Removed from Wishlist',
  ])
    expect(named(event).map(({ properties }) => properties)).toMatchObject([
      { product_id: '820982911946154501', wishlist_name: 'Wishlist' },
    ]);
});

it('tells who left an address, and where', () => {
  expect(named('Email Captured')[0]?.properties).toEqual({
    email: 'ada@example.com',
    placement_component: 'footer newsletter',
    placement_page: '/products/sencha/',
  });
  expect(told.filter(({ type }) => type === 'identify')).toHaveLength(1);
});

it('tells which variant was chosen, and that it was asked for', () => {
  for (const event of ['Variant Clicked', 'Stock Request Created'])
    expect(named(event)[0]?.properties).toMatchObject({
      variant_id: '42982911946154509',
      variant: '250 g',
      currency: 'EUR',
    });
});

it('tells where people click, once each, and meets no error', () => {
  expect(
    named('Navigation Clicked').map(({ properties }) => properties),
  ).toEqual([
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
