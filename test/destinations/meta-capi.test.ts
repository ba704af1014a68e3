import { hash } from 'node:crypto';
import meta from '@segment/action-destinations/dist/destinations/facebook-conversions-api/index.js';
import { requestsOf } from './helpers/destination.ts';
import { EVERYTHING, named, orderMessages } from './helpers/messages.ts';
import { recipe } from './helpers/recipe.ts';

const MAPPINGS = recipe('meta-capi');

const send = async (...args: Parameters<typeof orderMessages>) => {
  const messages = orderMessages(...args);
  const sent = await requestsOf(meta, { pixelId: '1' }, MAPPINGS, messages);
  return { messages, sent };
};

it('Meta gets a purchase with its value, the hashed person, their address and browser', async () => {
  const { messages, sent } = await send(EVERYTHING);
  const order = named(messages, 'Order Completed');
  expect(sent).toMatchObject([
    {
      url: expect.stringMatching(
        /^https:\/\/graph\.facebook\.com\/v\d+\.0\/1\/events/,
      ) as string,
      body: {
        data: [
          {
            event_name: 'Purchase',
            event_time: order.timestamp,
            // The same for every delivery of the order: Meta counts it once.
            event_id: order.messageId,
            action_source: 'website',
            user_data: {
              em: hash('sha256', 'ada@example.com'),
              fn: hash('sha256', 'ada'),
              ln: hash('sha256', 'lovelace'),
              client_ip_address: '203.0.113.7',
              client_user_agent: expect.stringContaining('Firefox') as string,
            },
            custom_data: {
              currency: 'EUR',
              // The products after discounts, without shipping and tax.
              value: 597,
              contents: [
                { id: '501', quantity: 2, item_price: 199 },
                { id: '502', quantity: 1, item_price: 199 },
              ],
            },
          },
        ],
      },
    },
  ]);
});

it('Meta needs a browser for action_source "website": an order without one is refused', async () => {
  await expect(
    send(EVERYTHING, { client_details: null, source_name: 'pos' }),
  ).rejects.toThrow('user_agent');
});

it('the trigger of the recipe’s note leaves such orders out', async () => {
  const messages = orderMessages(EVERYTHING, {
    client_details: null,
    source_name: 'pos',
  });
  const trigger =
    'event = "Order Completed" and properties.affiliation = "web"';
  const narrowed = MAPPINGS.map((mapping) => ({ ...mapping, trigger }));
  const settings = { pixelId: '1' };
  expect(await requestsOf(meta, settings, narrowed, messages)).toEqual([]);
  const online = orderMessages(EVERYTHING);
  expect(await requestsOf(meta, settings, narrowed, online)).toHaveLength(1);
});
