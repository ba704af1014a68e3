/** Who says yes: at once, or after looking around. What is told of them, to the last property. */
import type { Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { buy } from '../helpers/checkout.ts';
import { findMessage } from '../helpers/segment.ts';
import {
  expectTold,
  GRANTED,
  pageView,
  preference,
  PREFERENCE,
  purchase,
  sencha,
} from '../helpers/told.ts';
import {
  addToCart,
  choose,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

async function accept(page: Page): Promise<string> {
  await choose(page, 'all');
  await untilPhase(page, 'open');
  const id = (await storedAnonymousId(page.context())) ?? '';
  await findMessage(
    ({ anonymousId, event }) => anonymousId === id && event === PREFERENCE,
  );
  return id;
}

const home = `${addresses.site}/`;
const product = `${addresses.site}/products/sencha/`;

it('accepts at once, and buys: everything is told, from the first page to the order', async () => {
  const { page, context, errors } = await visit(browser());
  const id = await accept(page);
  await openProduct(page, 'Sencha');
  await addToCart(page);
  const { checkoutConsent, attributes, order } = await buy(page);
  await expectTold(id, [
    pageView('/', 'Kettle & Leaf', '', { name: 'Home' }),
    preference('/'),
    {
      is: 'Product Clicked',
      on: '/',
      properties: { ...sencha, currency: 'EUR', list_id: 'all', position: 1 },
    },
    pageView('/products/sencha/', 'Sencha · Kettle & Leaf', home, {
      name: 'Product',
    }),
    purchase.viewed,
    purchase.added,
    pageView('/cart/', 'Cart · Kettle & Leaf', product, { name: 'Cart' }),
    purchase.cartViewed,
    purchase.checkoutStarted,
  ]);
  expect(checkoutConsent).toBe('a1m1s1');
  expect(attributes['_storefront_anonymous_id']).toBe(id);
  expect(JSON.parse(attributes['_storefront_consent'] ?? '')).toMatchObject({
    categories: { analytics: true, marketing: true },
    gpc: false,
  });
  expect(order).toMatchObject({
    event: 'Order Completed',
    anonymousId: id,
    context: { consent: GRANTED },
    properties: { total: 17.4, currency: 'EUR' },
  });
  expect(errors).toEqual([]);
  await context.close();
});

it('browses, fills the cart, then accepts: what was done on earlier pages stays untold, the order is theirs', async () => {
  const { page, context, errors } = await visit(browser(), '/?utm_source=mail');
  await openProduct(page, 'Sencha');
  await addToCart(page);
  const id = await accept(page);
  const { checkoutConsent, attributes, order } = await buy(page);
  await expectTold(id, [
    pageView('/cart/', 'Cart · Kettle & Leaf', product, { name: 'Cart' }),
    purchase.cartViewed,
    preference('/cart/'),
    purchase.checkoutStarted,
  ]);
  expect(checkoutConsent).toBe('a1m1s1');
  expect(attributes).toMatchObject({
    _storefront_anonymous_id: id,
    _storefront_campaign: 'utm_source=mail',
  });
  expect(order).toMatchObject({
    anonymousId: id,
    context: { consent: GRANTED },
  });
  expect(errors).toEqual([]);
  await context.close();
});
