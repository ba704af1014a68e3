/**
 * Every event that the plan gives to the front end happens somewhere in the example shop, and is what the plan says. The
 * list is the plan's own, so that an event which is added there is missed here.
 */
import { basePlan } from '@storefront-events/plan';
import { validateMessage } from '@storefront-events/plan/validate';
import type { Browser, Page } from 'playwright-core';
import { addresses } from './helpers/addresses.ts';
import { messagesOf } from './helpers/messages-of.ts';
import { findMessage, type Message } from './helpers/segment.ts';
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
import { enterCode, goTo, resetLink } from './helpers/shop.ts';

let browser: Browser;
let visitor: Visitor;
const told: Message[] = [];

/** Of an account that no other test uses. */
const EMAIL = `grace-${String(Date.now())}@example.com`;

beforeAll(async () => {
  browser = await launchBrowser();
  visitor = await visit(browser);
  const { page, context } = visitor;
  page.setDefaultTimeout(15_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose(page, 'all');
  await untilPhase(page, 'open');
  // A sign-out makes the visitor somebody else.
  const ids = new Set<string | undefined>();
  const steps = [
    browse,
    wishAndAsk,
    fillAndShareCart,
    useCodes,
    makeAccount,
    resetPassword,
    signInAnew,
    buyOnce,
    subscribe,
  ];
  for (const step of steps) {
    ids.add(await storedAnonymousId(context));
    await step(page);
  }
  const last = await storedAnonymousId(context);
  await findMessage(
    ({ event, anonymousId }) =>
      event === 'Subscription Payment Info Entered' && anonymousId === last,
  );
  for (const id of ids) told.push(...(await messagesOf(id)));
}, 120_000);

afterAll(() => browser.close());

/** From the promotion to a review. */
async function browse(page: Page): Promise<void> {
  // It reports itself once it has been looked at for a second.
  await seen(page, 'Promotion Viewed');
  await page.click('.promotion a');
  await page.waitForSelector('h1:text-is("Sencha")');
  await page.click('summary:has-text("Delivery")');
  await page.click('text=Copy link');
  await page.click('summary:has-text("Write a review")');
  await page.fill('[name=title]', 'Every morning');
  await page.fill('[name=body]', 'Fresh and sweet.');
  await page.click('text=Send the review');
  await page.fill('footer input[type=email]', EMAIL);
  await page.click('footer button:has-text("Subscribe")');
  await goTo(
    page,
    'header a:has-text("Kettle & Leaf")',
    'Tea, and nothing else',
  );
  await goTo(page, '.tiles a:has-text("Green tea")', 'Green tea');
  await seen(page, 'Product List Viewed');
  await page.selectOption('.filters select >> nth=-1', 'Price, low to high');
  await goTo(page, 'header a:has-text("Search")', 'Search');
  await page.fill('input[type=search]', 'alishan');
  await page.click('main button:has-text("Search")');
}

async function wishAndAsk(page: Page): Promise<void> {
  await openProduct(page, 'Alishan High Mountain');
  await page.click('.options label:has-text("250 g")');
  await page.click('text=Sold out: ask for it');
  await page.click('.options label:has-text("100 g")');
  await page.click('text=Add to wishlist');
  await goTo(page, 'header a:has-text("Wishlist")', 'Your wishlist');
  await goTo(page, 'text=Put into the cart', 'Your cart');
  await goTo(page, 'header a:has-text("Wishlist")', 'Your wishlist');
  await page.click('text=On your wishlist');
}

async function fillAndShareCart(page: Page): Promise<void> {
  await goTo(page, 'header a:has-text("Green tea")', 'Green tea');
  await openProduct(page, 'Genmaicha');
  await addToCart(page);
  await page.click('li:has-text("Alishan") button:has-text("Remove")');
  await page.waitForSelector('li:has-text("Alishan")', { state: 'detached' });
  await page.click('text=Copy a link to a cart like this');
}

/** In the drawer. */
async function useCodes(page: Page): Promise<void> {
  await goTo(page, 'header a:has-text("Green tea")', 'Green tea');
  await page.click('header a:has-text("Cart")');
  await enterCode(page, 'Discount code', 'POT20');
  await page.waitForSelector('dialog >> text=takes nothing off');
  await enterCode(page, 'Discount code', 'WELCOME10');
  await page.click('[aria-label="Take WELCOME10 off"]');
  await enterCode(page, 'Gift card', 'NO-SUCH-CARD');
  await page.waitForSelector('dialog >> text=We know no gift card');
  await enterCode(page, 'Gift card', 'GIFT25TEA');
  await page.click('[aria-label^="Take Gift card"]');
  await page.waitForSelector('[aria-label^="Take Gift card"]', {
    state: 'detached',
  });
  await page.click('dialog >> text=Close');
}

/** Until signed out. */
async function makeAccount(page: Page): Promise<void> {
  await goTo(page, 'header a:has-text("Account")', 'Sign in');
  await goTo(page, 'text=Create an account', 'Create an account');
  await page.fill('[name=firstName]', 'Grace');
  await page.fill('[name=lastName]', 'Hopper');
  await page.fill('main [name=email]', EMAIL);
  await page.fill('[name=password]', 'first-secret');
  await goTo(page, 'text=Create it', 'Hello, Grace');
  await page.click('text=Add an address');
  await page.waitForSelector('option:has-text("Germany")', {
    state: 'attached',
  });
  await page.fill('[name=city]', 'Berlin');
  for (const field of ['firstName', 'lastName', 'address1', 'zip'])
    await page.fill(`[name=${field}]`, '1');
  await page.click('text=Save the address');
  await page.click('.rows button:has-text("Change")');
  await page.fill('[name=city]', 'Potsdam');
  await page.click('text=Save the address');
  await page.click('.rows button:has-text("Remove")');
  await page.waitForSelector('text=Potsdam', { state: 'detached' });
  await goTo(page, 'text=Sign out', 'Sign in');
}

async function resetPassword(page: Page): Promise<void> {
  await goTo(page, 'text=I forgot my password', 'Forgotten password');
  await page.fill('main [name=email]', EMAIL);
  await page.click('text=Send me a link');
  await page.waitForSelector('text=We have sent you a mail');
  await page.goto(await resetLink(EMAIL));
  await page.waitForFunction(() => 'storefront' in window);
  await page.fill('[name=password]', 'second-secret');
  await goTo(page, 'text=Take this one', 'Hello, Grace');
  await goTo(page, 'text=Sign out', 'Sign in');
}

async function signInAnew(page: Page): Promise<void> {
  await page.fill('main [name=email]', EMAIL);
  await page.fill('[name=password]', 'second-secret');
  await goTo(page, 'button:has-text("Sign in")', 'Hello, Grace');
}

/** By the shop's own steps. */
async function buyOnce(page: Page): Promise<void> {
  await page.click('header a:has-text("Cart")');
  await pass(page);
}

/** The same with something that comes every month. */
async function subscribe(page: Page): Promise<void> {
  await page.goto(`${addresses.site}/products/sencha/`);
  await page.waitForFunction(() => 'storefront' in window);
  await page.selectOption('main select >> nth=0', 'Delivered every month');
  await addToCart(page);
  await pass(page);
}

/** Through delivery and payment, to Shopify's checkout. */
async function pass(page: Page): Promise<void> {
  await page.click('text=Send it abroad');
  await page.waitForSelector('option:has-text("Japan")', { state: 'attached' });
  await page.selectOption('[name=country]', 'Japan (JPY)');
  await page.click('text=On to payment');
  await page.click('text=Continue at Shopify');
  await page.waitForURL(`${addresses.shopify}/cart/c/**`);
}

/** Resolves when the visitor of this page has been told to have seen something. */
async function seen(page: Page, event: string): Promise<void> {
  const id = await storedAnonymousId(page.context());
  await findMessage(
    (message) => message.event === event && message.anonymousId === id,
  );
}

const front = Object.values(basePlan).filter(
  ({ source }) => source === 'front-end',
);

it('the plan has events of the front end', () => {
  expect(front.length).toBeGreaterThan(30);
});

it.each(front.map(({ name }) => name))('%s happens in the shop', (name) => {
  expect(told.map(({ event }) => event)).toContain(name);
});

it('everything that was told is as the plan says', () => {
  const wrong = told.flatMap((message) =>
    validateMessage(message, 'front-end').map((violation) => ({
      ...violation,
      type: message.type,
    })),
  );
  expect(wrong).toEqual([]);
});

it('nothing that opens an order or an account was told', () => {
  const text = JSON.stringify(told);
  for (const secret of ['token=', 'key=', 'secret', 'GIFT25TEA'])
    expect(text).not.toContain(secret);
});

it('meets no error', () => {
  expect(visitor.errors).toEqual([]);
});
