import { noteAttributes } from '../testing/consent.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { mapWebhook } from '../testing/map-webhook.ts';
import { makeOrder } from '../testing/order.ts';
import { makeWebhook } from '../testing/webhook.ts';
import type { Json } from '../shopify/payload.ts';
import {
  MAPPED_EVENTS,
  PRESET_TRIGGERS,
  readTriggers,
  TRIGGERS,
} from './triggers.ts';

const granted = noteAttributes(
  { analytics: true, marketing: true },
  'visitor-1',
);

const triggersOf = (...entries: string[]) => {
  const reading = readTriggers(entries);
  if (reading.status === 'unusable') throw new Error(reading.reasons.join());
  return reading.triggers;
};

/** The `messageId`s of one event that a webhook makes, by these settings. */
function idsOf(
  topic: string,
  events: string,
  event: string,
  changes: Json = {},
) {
  const payload = topic.startsWith('checkouts/')
    ? { token: 'chk-1', note_attributes: granted, total_price: '1.00' }
    : makeOrder({ note_attributes: granted, ...changes });
  const outcome = mapWebhook(
    makeWebhook({ topic, body: Buffer.from(JSON.stringify(payload)) }),
    {
      ...MAP_CONFIG,
      mapping: { ...MAP_CONFIG.mapping, triggers: triggersOf(events) },
    },
  );
  return outcome.status === 'mapped'
    ? outcome.messages
        .filter((message) => message.event === event)
        .map(({ messageId }) => messageId)
    : [];
}

describe('EVENTS', () => {
  it('leaves what it does not name as it is', () => {
    expect(triggersOf('Order Paid=off')).toEqual({
      ...PRESET_TRIGGERS,
      'Order Paid': [],
    });
  });

  it('switches on what is off, by its first trigger', () => {
    expect(triggersOf('Checkout Started = on')['Checkout Started']).toEqual([
      'checkouts/create',
    ]);
  });

  it('takes several triggers', () => {
    expect(
      triggersOf('Order Completed=orders/create + orders/paid')[
        'Order Completed'
      ],
    ).toEqual(['orders/create', 'orders/paid']);
  });

  it.each([
    ['Order Complete=on', 'names "Order Complete", which is none of'],
    ['Order Completed', 'must say Order Completed=on'],
    ['Order Completed=refunds/create', 'it can have: on, off, orders/create'],
    ['Order Paid=off,Order Paid=on', 'names Order Paid twice'],
    ['constructor=on', 'names "constructor"'],
  ])('refuses %p, and says what it could be', (text, reason) => {
    expect(readTriggers(text.split(','))).toMatchObject({
      status: 'unusable',
      reasons: [expect.stringContaining(reason) as string],
    });
  });

  it('has for every event presets that are possible', () => {
    for (const event of MAPPED_EVENTS) {
      const { preset, triggers } = TRIGGERS[event];
      expect(triggers).toEqual(expect.arrayContaining([...preset]));
    }
  });
});

it.each([
  ['orders/create', 'orders/create', {}],
  ['orders/paid', 'orders/paid', { financial_status: 'paid' }],
  ['orders/fulfilled', 'orders/fulfilled', { fulfillment_status: 'fulfilled' }],
  ['orders/updated', 'authorized', { financial_status: 'authorized' }],
])(
  'Order Completed has one messageId whichever topic triggers it: %s',
  (topic, trigger, changes) => {
    const usual = idsOf('orders/create', 'Order Paid=off', 'Order Completed');
    expect(usual).toHaveLength(1);
    expect(
      idsOf(topic, `Order Completed=${trigger}`, 'Order Completed', changes),
    ).toEqual(usual);
  },
);

it.each([
  ['orders/create', 'orders/create', {}],
  ['orders/create', 'authorized', { financial_status: 'authorized' }],
  ['orders/paid', 'authorized', { financial_status: 'paid' }],
])(
  'Checkout Started has one messageId whichever topic triggers it: %s, %s',
  (topic, trigger, changes) => {
    const usual = idsOf(
      'checkouts/create',
      'Checkout Started=on',
      'Checkout Started',
    );
    expect(usual).toHaveLength(1);
    expect(
      idsOf(topic, `Checkout Started=${trigger}`, 'Checkout Started', changes),
    ).toEqual(usual);
  },
);

it.each([
  ['no checkout', { checkout_token: null }],
  ['a subscription behind it', { source_name: 'subscription_contract' }],
])('an order with %s gives no Checkout Started', (_, changes) => {
  expect(
    idsOf(
      'orders/create',
      'Checkout Started=orders/create',
      'Checkout Started',
      changes,
    ),
  ).toEqual([]);
});

it.each([
  ['orders/paid', 'Order Paid', { financial_status: 'pending' }],
  ['orders/cancelled', 'Order Cancelled', { cancelled_at: null }],
  ['orders/fulfilled', 'Order Fulfilled', { fulfillment_status: null }],
  ['orders/fulfilled', 'Order Fulfilled', { fulfillment_status: 'partial' }],
  [
    'orders/partially_fulfilled',
    'Order Fulfilled',
    { fulfillment_status: 'fulfilled' },
  ],
])(
  '%s whose body does not bear it out gives no %s',
  (topic, event, changes) => {
    expect(idsOf(topic, `${event}=on`, event, changes)).toEqual([]);
  },
);

it('a test order that is not authorized yet gives nothing', () => {
  expect(
    idsOf('orders/updated', 'Order Completed=authorized', 'Order Completed', {
      financial_status: 'pending',
    }),
  ).toEqual([]);
});

it('two updates within one second are two, and one that is told twice is one', () => {
  const idOf = (changes: Json) =>
    idsOf('orders/updated', 'Order Updated=on', 'Order Updated', {
      updated_at: '2026-11-21T10:00:00Z',
      ...changes,
    }).join();
  const paid = idOf({ financial_status: 'paid' });
  expect(idOf({ financial_status: 'paid' })).toBe(paid);
  const others = [
    { financial_status: 'refunded' },
    { financial_status: 'paid', fulfillment_status: 'fulfilled' },
    { financial_status: 'paid', current_total_price: '1.00' },
    { financial_status: 'paid', refunds: [{ id: 1 }] },
  ].map(idOf);
  expect(new Set([paid, ...others]).size).toBe(5);
});
