import customerio from '@segment/action-destinations/dist/destinations/customerio/index.js';
import { requestsOf } from './helpers/destination.ts';
import { EVERYTHING, orderMessages } from './helpers/messages.ts';
import { recipe } from './helpers/recipe.ts';

const SETTINGS = { siteId: 'site', apiKey: 'key', accountRegion: 'EU 🇪🇺' };

it('Customer.io gets the person, then the order under the same id, whole and when it happened', async () => {
  const sent = await requestsOf(
    customerio,
    SETTINGS,
    recipe('customer-io'),
    orderMessages(EVERYTHING),
  );
  expect(sent.map(({ url }) => new URL(url).host)).toEqual([
    'track-eu.customer.io',
    'track-eu.customer.io',
  ]);
  const [person, order] = sent.map(({ body }) => body);
  expect(person).toMatchObject({
    type: 'person',
    action: 'identify',
    identifiers: { id: '77' },
    attributes: {
      email: 'ada@example.com',
      first_name: 'Ada',
      anonymous_id: 'visitor-1',
    },
  });
  expect(order).toMatchObject({
    type: 'person',
    action: 'event',
    name: 'Order Completed',
    identifiers: { id: '77' },
    timestamp: Date.UTC(2026, 10, 21, 10, 0, 1) / 1000,
    attributes: { order_id: '4501', total: 642, products: [{}, {}] },
  });
});
