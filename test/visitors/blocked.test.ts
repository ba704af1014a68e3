/** Who says yes and has an ad blocker: it costs the browser's events, not the order's person and consent. */
import type { Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { buy } from '../helpers/checkout.ts';
import { messagesOf } from '../helpers/messages-of.ts';
import { GRANTED } from '../helpers/told.ts';
import {
  addToCart,
  choose,
  browserOfTests,
  openProduct,
  untilPhase,
  visit,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

const blockSegment = (page: Page) =>
  page.route(`${addresses.segment}/**`, (route) =>
    route.abort('blockedbyclient'),
  );

it('accepts, and buys: the order is of the person who accepted, though Segment never heard of them', async () => {
  const { page, context, errors } = await visit(browser(), '/', blockSegment);
  await choose(page, 'all');
  await untilPhase(page, 'blocked');
  const id = await page.evaluate(
    () =>
      (
        window as unknown as {
          storefront: { visitor: () => { anonymousId?: string } };
        }
      ).storefront.visitor().anonymousId,
  );
  expect(id).toMatch(/^[\w-]{16,}$/);
  await openProduct(page, 'Sencha');
  await addToCart(page);
  const { checkoutConsent, attributes, order } = await buy(page);
  // Nothing but the order, which is the service's.
  expect(
    (await messagesOf(id)).filter(({ source }) => source === 'front-end'),
  ).toEqual([]);
  expect(checkoutConsent).toBe('a1m1s1');
  expect(attributes['_storefront_anonymous_id']).toBe(id);
  expect(order).toMatchObject({
    event: 'Order Completed',
    anonymousId: id,
    context: { consent: GRANTED },
  });
  expect(errors).toEqual([]);
  await context.close();
});
