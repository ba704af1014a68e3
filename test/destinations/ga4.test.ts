import ga4 from '@segment/action-destinations/dist/destinations/google-analytics-4/index.js';
import { requestsOf, type Mapping } from './helpers/destination.ts';
import { EVERYTHING, orderMessages } from './helpers/messages.ts';

const SETTINGS = { measurementId: 'G-1', apiSecret: 'secret' };

/** The mappings of docs/destinations/ga4.md. */
const MAPPINGS: readonly Mapping[] = [
  { action: 'purchase', trigger: 'event = "Order Completed"' },
];

it('GA4 gets a purchase with its value, tax, shipping and items', async () => {
  const sent = await requestsOf(
    ga4,
    SETTINGS,
    MAPPINGS,
    orderMessages(EVERYTHING),
  );
  expect(sent).toMatchObject([
    {
      url: 'https://www.google-analytics.com/mp/collect?api_secret=secret&measurement_id=G-1',
      body: {
        client_id: '77',
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

it('GA4 joins the order to the visitor where the client is mapped to the anonymous id', async () => {
  const [sent] = await requestsOf(
    ga4,
    SETTINGS,
    [
      {
        action: 'purchase',
        trigger: 'event = "Order Completed"',
        fields: {
          client_id: { '@path': '$.anonymousId' },
          user_id: { '@path': '$.userId' },
        },
      },
    ],
    orderMessages(EVERYTHING),
  );
  expect(sent?.body).toMatchObject({ client_id: 'visitor-1', user_id: '77' });
});
