import { EVERYTHING, named, orderMessages } from './helpers/messages.ts';

/** Names that Segment's warehouse connector leaves as they are: lower case, digits and underscores. */
const COLUMN = /^[a-z][a-z0-9_]*$/;

it('a column in BigQuery has the name of its property', () => {
  const order = named(orderMessages(EVERYTHING), 'Order Completed');
  const names = Object.keys(order.properties ?? {});
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(name).toMatch(COLUMN);
});

it('lists are the only nested property of an order: they become text with JSON in it', () => {
  const order = named(orderMessages(EVERYTHING), 'Order Completed');
  const nested = Object.entries(order.properties ?? {})
    .filter(([, value]) => typeof value === 'object')
    .map(([name]) => name);
  expect(nested).toEqual(['products']);
});

it('what is sent of somebody who refused names nobody: a warehouse gets it all the same', () => {
  const messages = orderMessages({ analytics: false, marketing: false });
  expect(messages.map(({ event }) => event)).toEqual(['Order Completed']);
  expect(messages[0]).toMatchObject({
    anonymousId: expect.stringMatching(/^shopify-order-/) as string,
    integrations: { All: false },
  });
  expect(JSON.stringify(messages)).not.toMatch(
    /ada|lovelace|bern|kramgasse|203\.0|firefox|visitor-1|chk-1|c1-abc/i,
  );
});
