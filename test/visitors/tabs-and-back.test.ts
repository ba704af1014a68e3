/** Who has two tabs open, and who goes back: one person, and nothing is told twice. Consent across tabs: rules/tabs.test.ts. */
import type { Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { findMessage } from '../helpers/segment.ts';
import {
  expectTold,
  pageView,
  preference,
  PREFERENCE,
  purchase,
} from '../helpers/told.ts';
import {
  addToCart,
  choose,
  browserOfTests,
  storedAnonymousId,
  untilPhase,
  visit,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

/** Resolves when so many of this event have arrived of the visitor. */
async function untilTold(page: Page, event: string, path: string) {
  const id = await storedAnonymousId(page.context());
  await findMessage(
    (message) =>
      message.anonymousId === id &&
      (message.event ?? message.type) === event &&
      message.context.page?.['path'] === path,
  );
  return id;
}

const product = `${addresses.site}/products/sencha/`;
const productPage = (referrer: string) =>
  pageView('/products/sencha/', 'Sencha · Kettle & Leaf', referrer, {
    name: 'Product',
  });
const cartPage = (referrer: string) =>
  pageView('/cart/', 'Cart · Kettle & Leaf', referrer, { name: 'Cart' });

it('has two tabs: accepts in one, buys in the other; each tells its own, of one person', async () => {
  const first = await visit(browser(), '/products/sencha/');
  const second = await visit(
    browser(),
    '/products/sencha/',
    undefined,
    first.context,
  );
  // Playwright has every page believe that it is looked at; who turns to one looks away from the other.
  await second.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await choose(first.page, 'all');
  await untilPhase(second.page, 'open');
  await untilTold(first.page, PREFERENCE, '/products/sencha/');
  await addToCart(second.page);
  await untilTold(second.page, 'Cart Viewed', '/cart/');
  await second.page.click('text=Go to checkout');
  await second.page.waitForURL(`${addresses.shopify}/cart/c/**`);
  const id = await untilTold(first.page, 'Checkout Started', '/cart/');
  // The first tab reads the cart that the second has filled, and tells nothing of it.
  await first.page.reload();
  await first.page.waitForSelector('.count:text-is("1")');
  await first.quiet();
  const names = namesOf(await messagesOf(id));
  const count = (name: string) => names.filter((each) => each === name).length;
  expect({
    accepted: count(PREFERENCE),
    viewed: count('Product Viewed'),
    added: count('Product Added'),
    cart: count('Cart Viewed'),
    checkout: count('Checkout Started'),
  }).toEqual({
    // Both tabs showed the product, and the first once more when it was loaded again.
    viewed: 3,
    accepted: 1,
    added: 1,
    cart: 1,
    checkout: 1,
  });
  expect([...first.errors, ...second.errors]).toEqual([]);
  await first.context.close();
});

it('goes back: what is seen again is told again, what was done is not', async () => {
  const { page, context, errors } = await visit(browser(), '/products/sencha/');
  await choose(page, 'all');
  await untilPhase(page, 'open');
  await untilTold(page, PREFERENCE, '/products/sencha/');
  await addToCart(page);
  await untilTold(page, 'Cart Viewed', '/cart/');
  await page.goBack();
  await page.waitForSelector('h1:text-is("Sencha")');
  await page.goForward();
  await page.waitForSelector('h1:text-is("Your cart")');
  await page.click('text=Go to checkout');
  await page.waitForURL(`${addresses.shopify}/cart/c/**`);
  const id = await untilTold(page, 'Checkout Started', '/cart/');
  await expectTold(id, [
    productPage(''),
    purchase.viewed,
    preference('/products/sencha/'),
    purchase.added,
    cartPage(product),
    purchase.cartViewed,
    productPage(`${addresses.site}/cart/`),
    purchase.viewed,
    cartPage(product),
    purchase.cartViewed,
    purchase.checkoutStarted,
  ]);
  expect(errors).toEqual([]);
  await context.close();
});

it('comes back from the checkout without paying: the cart is seen again, and nothing was added', async () => {
  const { page, context, errors } = await visit(browser(), '/products/sencha/');
  await choose(page, 'all');
  await untilPhase(page, 'open');
  await addToCart(page);
  await untilTold(page, 'Cart Viewed', '/cart/');
  await page.click('text=Go to checkout');
  await page.waitForURL(`${addresses.shopify}/cart/c/**`);
  await page.goBack();
  await untilPhase(page, 'open');
  await page.waitForSelector('li:has-text("Sencha")');
  await page.click('text=Go to checkout');
  await page.waitForURL(`${addresses.shopify}/cart/c/**`);
  const id = await storedAnonymousId(context);
  let started = 0;
  await findMessage(
    (message) =>
      message.anonymousId === id &&
      message.event === 'Checkout Started' &&
      ++started === 2,
  );
  const names = namesOf(await messagesOf(id));
  expect(names.slice(names.indexOf('Checkout Started'))).toEqual([
    'Checkout Started',
    'page /cart/',
    'Cart Viewed',
    'Checkout Started',
  ]);
  expect(names.filter((name) => name === 'Product Added')).toHaveLength(1);
  expect(errors).toEqual([]);
  await context.close();
});
