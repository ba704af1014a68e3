/** Who says no, by the banner or by their browser, and who says nothing: the shop works, and nobody is told of them. */
import type { Page, Request } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { buy } from '../helpers/checkout.ts';
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { findMessage } from '../helpers/segment.ts';
import { PREFERENCE } from '../helpers/told.ts';
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

const toSegment = (requests: readonly Request[]) =>
  requests
    .map((request) => request.url())
    .filter((url) => url.startsWith(addresses.segment));

/** The order of somebody who must not be recognised. */
const NOBODY = {
  event: 'Order Completed',
  anonymousId: expect.stringMatching(/^shopify-order-/) as string,
  integrations: { All: false },
};

it('refuses, and buys: not one request to Segment, and the order names nobody', async () => {
  const { page, context, requests, errors, quiet } = await visit(browser());
  await choose(page, 'necessary');
  await untilPhase(page, 'closed');
  await openProduct(page, 'Sencha');
  await addToCart(page);
  await quiet();
  const { checkoutConsent, attributes, order } = await buy(page);
  expect(toSegment(requests)).toEqual([]);
  expect(await storedAnonymousId(context)).toBeUndefined();
  expect(checkoutConsent).toBe('a0m0s0');
  expect(Object.keys(attributes)).toEqual(['_storefront_consent']);
  expect(order).toMatchObject({
    ...NOBODY,
    context: {
      consent: { categoryPreferences: { analytics: false, marketing: false } },
    },
  });
  expect(order.userId).toBeUndefined();
  expect(errors).toEqual([]);
  await context.close();
});

it('does not decide, and buys: nothing stands on the cart, and Shopify is not told of a choice', async () => {
  const { page, context, requests } = await visit(browser());
  await openProduct(page, 'Sencha');
  await addToCart(page);
  const { checkoutConsent, attributes, order } = await buy(page);
  expect(toSegment(requests)).toEqual([]);
  expect(checkoutConsent).toBeNull();
  expect(attributes).toEqual({});
  expect(order).toMatchObject(NOBODY);
  expect(order.userId).toBeUndefined();
  await context.close();
});

it('sends Global Privacy Control, and accepts: counted, but not sold', async () => {
  const { page, context, errors } = await visit(browser(), '/', sendGpc);
  await choose(page, 'all');
  await untilPhase(page, 'open');
  const id = await storedAnonymousId(context);
  await findMessage(
    ({ anonymousId, event }) => anonymousId === id && event === PREFERENCE,
  );
  await openProduct(page, 'Sencha');
  await addToCart(page);
  const { checkoutConsent, attributes, order } = await buy(page);
  const answers = { analytics: true, marketing: false };
  expect(checkoutConsent).toBe('a1m0s0');
  expect(JSON.parse(attributes['_storefront_consent'] ?? '')).toMatchObject({
    categories: answers,
    gpc: true,
  });
  expect(order).toMatchObject({
    anonymousId: id,
    context: { consent: { categoryPreferences: answers } },
  });
  expect(errors).toEqual([]);
  await context.close();
});

async function sendGpc(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {
      value: true,
    });
  });
}

it('accepts, fills the cart, withdraws, and buys: told until then, then no more, and the order names nobody', async () => {
  const { page, context, requests, errors, quiet } = await visit(
    browser(),
    '/products/sencha/',
  );
  await choose(page, 'all');
  await untilPhase(page, 'open');
  const id = await storedAnonymousId(context);
  await findMessage(
    ({ anonymousId, event }) => anonymousId === id && event === PREFERENCE,
  );
  await addToCart(page);
  await findMessage(
    ({ anonymousId, event }) => anonymousId === id && event === 'Cart Viewed',
  );
  await page.click('text=Change my choice');
  await page.click('#cc-main .pm [data-role="necessary"]');
  await untilPhase(page, 'closed');
  await quiet();
  const before = requests.length;
  const { checkoutConsent, attributes, order } = await buy(page);
  expect(toSegment(requests.slice(before))).toEqual([]);
  const told = await messagesOf(id);
  expect(namesOf(told)).toEqual([
    'page /products/sencha/',
    'Product Viewed',
    PREFERENCE,
    'Product Added',
    'page /cart/',
    'Cart Viewed',
    PREFERENCE,
  ]);
  // The last is the withdrawal, and bare.
  expect(told.at(-1)).toMatchObject({ event: PREFERENCE, properties: {} });
  expect(told.at(-1)?.context).toEqual({
    consent: { categoryPreferences: { analytics: false, marketing: false } },
  });
  expect(checkoutConsent).toBe('a0m0s0');
  expect(Object.keys(attributes)).toEqual(['_storefront_consent']);
  expect(order).toMatchObject(NOBODY);
  expect(errors).toEqual([]);
  await context.close();
});
