import { join } from 'node:path';
import ga4 from '@segment/action-destinations/dist/destinations/google-analytics-4/index.js';
import { requestsOf, type Mapping } from './helpers/destination.ts';
import {
  readExamples,
  runExample,
} from '../../shopify-webhooks/src/testing/example.ts';
import { EVERYTHING, orderMessages, type Message } from './helpers/messages.ts';
import { recipe } from './helpers/recipe.ts';

const SETTINGS = { measurementId: 'G-1', apiSecret: 'secret' };

const EXAMPLES = readExamples(
  join(__dirname, '../../shopify-webhooks/examples'),
);

const send = async (mappings: readonly Mapping[]) =>
  requestsOf(ga4, SETTINGS, mappings, orderMessages(EVERYTHING));

it('GA4 gets a purchase with its value, tax, shipping and items', async () => {
  const sent = await send(recipe('ga4'));
  expect(sent).toMatchObject([
    {
      url: 'https://www.google-analytics.com/mp/collect?api_secret=secret&measurement_id=G-1',
      body: {
        // The visitor whose events the front end has sent.
        client_id: 'visitor-1',
        user_id: '77',
        timestamp_micros: Date.UTC(2026, 10, 21, 10, 0, 1) * 1000,
        events: [
          {
            name: 'purchase',
            params: {
              transaction_id: '4501',
              currency: 'EUR',
              value: 642,
              tax: 40.1,
              shipping: 4.9,
              affiliation: 'web',
              items: [
                {
                  item_id: '501',
                  item_name: 'Tetsubin',
                  item_brand: 'Kettle & Leaf',
                  item_variant: 'Black',
                  price: 199,
                  quantity: 2,
                },
                { item_id: '502', price: 199, quantity: 1 },
              ],
            },
          },
        ],
      },
    },
  ]);
});

it('with Segment’s own mapping it is the customer, whom no visit knows', async () => {
  const [sent] = await send([
    { action: 'purchase', trigger: 'event = "Order Completed"' },
  ]);
  expect(sent?.body).toMatchObject({ client_id: '77' });
});

it('a refund arrives as one, with the order that it is of', async () => {
  const [, example] = EXAMPLES.find(([name]) => name.startsWith('14-')) ?? [];
  const outcome = example && runExample(example);
  if (!outcome || !('messages' in outcome)) throw new Error('no refund');
  const [sent] = await requestsOf(
    ga4,
    SETTINGS,
    [{ action: 'refund', trigger: 'event = "Order Refunded"' }],
    outcome.messages as unknown as Message[],
  );
  expect(sent?.body).toMatchObject({
    events: [
      { name: 'refund', params: { transaction_id: '4501', currency: 'EUR' } },
    ],
  });
});
