/** What is sent of an order, and of its customer, after the visitor has said something else. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CART_ATTRIBUTE, encodeConsent } from '@storefront-events/plan/wire';
import type { Json } from '../shopify/payload.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { noteAttributes } from '../testing/consent.ts';
import { ok, setUpOutbox, type SentMessage } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';

const GRANT = { analytics: true, marketing: true };
const MINUTES = 60_000;
const customer = (id: number) => ({
  id,
  admin_graphql_api_id: `gid://shopify/Customer/${String(id)}`,
  email: `c${String(id)}@example.com`,
});
const granted = noteAttributes(GRANT, 'visitor-1', '2026-11-21T09:00:00.000Z');
const withdrawal = makeEntry({
  categoryPreferences: REFUSAL,
  decidedAt: '2026-11-21T09:59:00.000Z',
});
const refund = {
  id: 501,
  order_id: 4501,
  created_at: '2026-11-21T11:00:00+01:00',
  transactions: [
    { kind: 'refund', status: 'success', amount: '1.00', currency: 'EUR' },
  ],
};
const shipment = {
  id: 601,
  order_id: 4501,
  status: 'success',
  created_at: '2026-11-21T11:00:00+01:00',
  email: 'ada@example.com',
  tracking_number: 'UPS1',
  line_items: [],
};
const update = {
  ...customer(77),
  created_at: '2026-11-21T11:00:00+01:00',
  updated_at: '2026-11-21T11:00:00+01:00',
  state: 'enabled',
};

type Outbox = ReturnType<typeof setUpOutbox>;

/** What is sent of a webhook. */
async function after(outbox: Outbox, topic: string, payload: Json) {
  const before = outbox.everything.length;
  await outbox.receiveTopic(topic, payload);
  await outbox.finish();
  return outbox.everything.slice(before);
}

function expectNobody(messages: readonly SentMessage[]) {
  expect(messages).toHaveLength(1);
  expect(messages).toMatchObject([
    {
      integrations: { All: false },
      context: { consent: { categoryPreferences: REFUSAL } },
    },
  ]);
  expect(JSON.stringify(messages)).not.toMatch(
    /userId|visitor-1|@example\.com|UPS1/,
  );
}

describe.each([
  [
    'before the order is mapped',
    async ({ store, receiveOrder, finish }: Outbox) => {
      await store.ledger.record(withdrawal);
      await receiveOrder('4501', { note_attributes: granted });
      await finish();
    },
  ],
  [
    'before the order is delivered',
    async ({ store, mapper, receiveOrder, finish }: Outbox) => {
      await receiveOrder('4501', { note_attributes: granted });
      await mapper.mapSome();
      await store.ledger.record(withdrawal);
      await finish();
    },
  ],
  [
    'before the order is updated',
    async ({ store, clock, receiveOrder, receiveTopic, finish }: Outbox) => {
      await receiveOrder('4501', { note_attributes: granted });
      await finish();
      await store.ledger.record(withdrawal);
      clock.advance(MINUTES);
      await receiveTopic('orders/updated', {
        id: 4501,
        admin_graphql_api_id: 'gid://shopify/Order/4501',
        total_price: '28.65',
        line_items: [],
        cart_token: 'c1-abc',
        note_attributes: granted,
        customer: customer(77),
        updated_at: '2026-11-21T10:01:00Z',
      });
      await finish();
    },
  ],
  [
    'by another order of the customer',
    async ({ receiveOrder, finish }: Outbox) => {
      await receiveOrder('4502', {
        cart_token: 'c2',
        note_attributes: noteAttributes(REFUSAL),
      });
      await finish();
      await receiveOrder('4501', { note_attributes: granted });
      await finish();
    },
  ],
])('withdrawn %s', (_, withdraw) => {
  it.each([
    ['refunds/create', refund],
    ['fulfillments/create', shipment],
  ] as const)('%s is about nobody', async (topic, payload) => {
    const outbox = setUpOutbox(ok);
    await withdraw(outbox);
    expectNobody(await after(outbox, topic, payload));
  });

  it('the customer is not told of', async () => {
    const outbox = setUpOutbox(ok);
    await withdraw(outbox);
    expect(await after(outbox, 'customers/update', update)).toEqual([]);
  });
});

describe('Global Privacy Control of a customer', () => {
  const snapshot = (consent: object, anonymousId: string) => [
    {
      name: CART_ATTRIBUTE.consent,
      value: encodeConsent({
        categoryPreferences: GRANT,
        gpc: false,
        policyVersion: '1',
        decidedAt: '2026-11-21T09:00:00.000Z',
        ...consent,
      }),
    },
    { name: CART_ATTRIBUTE.anonymousId, value: anonymousId },
  ];
  const withGpc = snapshot(
    {
      categoryPreferences: { analytics: true, marketing: false },
      gpc: true,
      decidedAt: '2026-11-21T08:00:00.000Z',
    },
    'visitor-0',
  );
  const silent = snapshot({ implied: true }, 'visitor-1');
  const held = {
    gpc: true,
    consent: { categoryPreferences: { analytics: true, marketing: false } },
  };

  it.each([
    ['refunds/create', refund],
    ['fulfillments/create', shipment],
    ['customers/update', update],
  ] as const)('is not lifted by a silence: %s', async (topic, payload) => {
    const outbox = setUpOutbox(ok);
    await outbox.receiveOrder('4500', { note_attributes: withGpc });
    await outbox.finish();
    await outbox.receiveOrder('4501', {
      cart_token: 'c2',
      note_attributes: silent,
    });
    await outbox.finish();
    expect(await after(outbox, topic, payload)).toMatchObject([
      { context: held },
    ]);
  });

  it('holds for an order that was placed before it', async () => {
    const outbox = setUpOutbox(ok);
    await outbox.receiveOrder('4501', {
      note_attributes: snapshot(
        { implied: true, decidedAt: '2026-11-21T07:00:00.000Z' },
        'visitor-1',
      ),
    });
    await outbox.receiveOrder('4502', {
      cart_token: 'c2',
      note_attributes: withGpc,
    });
    await outbox.finish();
    expect(await after(outbox, 'refunds/create', refund)).toMatchObject([
      { context: held },
    ]);
  });

  it('holds for an order that is known by a look-up only', async () => {
    const order = {
      admin_graphql_api_id: 'gid://shopify/Order/4501',
      currency: 'EUR',
      note_attributes: silent,
      customer: customer(77),
    };
    const outbox = setUpOutbox(ok, {
      lookUp: () => Promise.resolve({ status: 'found', order }),
    });
    await outbox.receiveOrder('4500', { note_attributes: withGpc });
    await outbox.finish();
    await after(outbox, 'refunds/create', refund);
    outbox.clock.advance(15 * MINUTES);
    await outbox.finish();
    expect(outbox.sent.at(-1)).toMatchObject({
      event: 'Order Refunded',
      context: held,
    });
  });
});

describe('a yes by a clock that is days ahead', () => {
  it.each([
    ['refunds/create', refund],
    ['fulfillments/create', shipment],
  ] as const)('can be taken back: %s', async (topic, payload) => {
    const outbox = setUpOutbox(ok);
    await outbox.receiveOrder('4501', {
      note_attributes: noteAttributes(
        GRANT,
        'visitor-1',
        '2026-11-24T10:00:00.000Z',
      ),
    });
    await outbox.finish();
    await outbox.store.ledger.record(
      makeEntry({
        categoryPreferences: REFUSAL,
        decidedAt: '2026-11-24T11:00:00.000Z',
      }),
    );
    expectNobody(await after(outbox, topic, payload));
    expect(await after(outbox, 'customers/update', update)).toEqual([]);
  });

  it('does not outlast what the customer says a day later', async () => {
    const outbox = setUpOutbox(ok);
    await outbox.receiveOrder('4501', {
      note_attributes: noteAttributes(
        GRANT,
        'visitor-1',
        '2027-11-24T10:00:00.000Z',
      ),
    });
    await outbox.finish();
    outbox.clock.advance(2 * 24 * 60 * MINUTES);
    await outbox.receiveOrder('4502', {
      cart_token: 'c2',
      note_attributes: noteAttributes(
        { analytics: true, marketing: false },
        'visitor-2',
        '2026-11-23T10:00:00.000Z',
      ),
    });
    await outbox.finish();
    expect(await after(outbox, 'customers/update', update)).toMatchObject([
      {
        context: {
          consent: {
            categoryPreferences: { analytics: true, marketing: false },
          },
        },
      },
    ]);
  });
});

describe('two customers who become one', () => {
  const merge = {
    admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/88',
    admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/77',
    status: 'complete',
  };
  const order = (
    { receiveOrder }: Outbox,
    id: number,
    answers: Readonly<Record<string, boolean>>,
    minute: number,
  ) =>
    receiveOrder(`45${String(id)}`, {
      customer: customer(id),
      cart_token: `c${String(id)}`,
      note_attributes: noteAttributes(
        answers,
        `visitor-${String(id)}`,
        `2026-11-21T09:${String(minute)}:00.000Z`,
      ),
    });

  it.each([
    ['the one who is deleted refused', [77, 10], [88, 20], []],
    ['the one who is kept refused', [88, 10], [77, 20], []],
  ] as const)(
    'are not joined where %s',
    async (_, [refusing, early], [granting, late], expected) => {
      const outbox = setUpOutbox(ok);
      await order(outbox, refusing, REFUSAL, early);
      await order(outbox, granting, GRANT, late);
      await outbox.finish();
      expect(await after(outbox, 'customers/merge', merge)).toEqual(expected);
      expect(await outbox.store.recent(1)).toMatchObject([
        { status: 'withheld', reason: 'refused' },
      ]);
    },
  );

  it('are joined where both agreed, for what both granted', async () => {
    const outbox = setUpOutbox(ok);
    await order(outbox, 77, { analytics: true, marketing: false }, 10);
    await order(outbox, 88, GRANT, 20);
    await outbox.finish();
    expect(await after(outbox, 'customers/merge', merge)).toMatchObject([
      {
        type: 'alias',
        previousId: '77',
        userId: '88',
        context: {
          consent: {
            categoryPreferences: { analytics: true, marketing: false },
          },
        },
      },
    ]);
  });

  it('are not joined where nothing is known of the one who is deleted, however often it is told', async () => {
    const outbox = setUpOutbox(ok, {
      consent: { ...MAP_CONFIG.consent, onUnknown: 'unenforced' },
    });
    await order(outbox, 88, GRANT, 20);
    await outbox.finish();
    for (const again of [1, 2])
      expect(
        await after(outbox, 'customers/merge', { ...merge, again }),
      ).toEqual([]);
  });

  it('are not joined where the one who is deleted withdraws before it is delivered', async () => {
    const outbox = setUpOutbox(ok);
    await order(outbox, 77, GRANT, 10);
    await order(outbox, 88, GRANT, 20);
    await outbox.finish();
    await outbox.receiveTopic('customers/merge', merge);
    await outbox.mapper.mapSome();
    await outbox.store.ledger.record(
      makeEntry({
        cartToken: 'c77',
        anonymousId: 'visitor-77',
        categoryPreferences: REFUSAL,
      }),
    );
    const before = outbox.everything.length;
    await outbox.finish();
    expect(outbox.everything.slice(before)).toEqual([]);
  });

  it.each([
    ['the event is switched off', { 'Customer Merged': [] }],
    ['nobody knows the one who is kept', {}],
  ])('deny for each other also where %s', async (_, off) => {
    const { mapping } = MAP_CONFIG;
    const outbox = setUpOutbox(ok, {
      mapping: { ...mapping, triggers: { ...mapping.triggers, ...off } },
    });
    await order(outbox, 77, REFUSAL, 30);
    await outbox.finish();
    await outbox.receiveTopic('customers/merge', merge);
    await outbox.finish();
    await order(outbox, 88, GRANT, 20);
    await outbox.finish();
    expect(
      await after(outbox, 'customers/update', { ...update, ...customer(88) }),
    ).toEqual([]);
  });
});

it.each([
  ['none', undefined],
  ['email-hash', undefined],
  ['customer-id', '77'],
] as const)(
  'a userId counts under its own rule only: later %s',
  async (userId, expected) => {
    const file = join(mkdtempSync(join(tmpdir(), 'rule-')), 'store.db');
    const before = setUpOutbox(ok, { file });
    await before.receiveOrder('4501', { note_attributes: granted });
    await before.finish();
    await before.store.close();
    const { mapping } = MAP_CONFIG;
    const outbox = setUpOutbox(ok, { file, mapping: { ...mapping, userId } });
    const [message] = await after(outbox, 'refunds/create', refund);
    await outbox.store.close();
    expect(message).toMatchObject({ anonymousId: 'visitor-1' });
    expect(message?.userId).toBe(expected);
  },
);

const SHIPPED = ['Shipment Shipped'];
it.each<[status: string, shipmentStatus: string | null, events: string[]]>([
  ['pending', null, []],
  ['open', null, []],
  ['cancelled', null, []],
  ['open', 'label_purchased', []],
  ['open', 'label_printed', []],
  ['open', 'confirmed', []],
  ['open', 'delayed', []],
  ['open', 'failure', []],
  ['open', 'in_transit', SHIPPED],
  ['open', 'out_for_delivery', SHIPPED],
  ['open', 'attempted_delivery', SHIPPED],
  ['open', 'ready_for_pickup', SHIPPED],
  ['open', 'picked_up', SHIPPED],
  ['open', 'carrier_picked_up', SHIPPED],
  ['success', 'failure', SHIPPED],
  ['success', 'delivered', [...SHIPPED, 'Shipment Delivered']],
])(
  'a shipment that is %s, %s, gives %p, once',
  async (status, shipment_status, expected) => {
    const outbox = setUpOutbox(ok);
    await outbox.receiveOrder('4501', { note_attributes: granted });
    await outbox.finish();
    const events = [];
    for (const updated_at of ['2026-11-21T10:00:00Z', '2026-11-21T10:00:01Z'])
      events.push(
        ...(await after(outbox, 'fulfillments/update', {
          ...shipment,
          status,
          shipment_status,
          updated_at,
        })),
      );
    expect(events.map(({ event }) => event)).toEqual(expected);
  },
);

describe('the lines of a shipment', () => {
  const set = (seen?: string) => ({
    price: '12.50',
    price_set: {
      shop_money: { amount: '12.50', currency_code: 'EUR' },
      ...(seen !== undefined && {
        presentment_money: { amount: seen, currency_code: 'USD' },
      }),
    },
  });
  it.each([
    ['shop', '25.00', { price: 12.5, currency: 'EUR' }],
    ['presentment', '25.00', { price: 25, currency: 'USD' }],
    ['presentment', undefined, { price: 12.5, currency: 'EUR' }],
  ] as const)(
    'have their currency: %s, %p',
    async (currency, seen, expected) => {
      const { mapping } = MAP_CONFIG;
      const outbox = setUpOutbox(ok, { mapping: { ...mapping, currency } });
      await outbox.receiveOrder('4501', {
        note_attributes: granted,
        presentment_currency: 'USD',
      });
      await outbox.finish();
      const line_items = [{ id: 1, title: 'Tea', quantity: 1, ...set(seen) }];
      expect(
        await after(outbox, 'fulfillments/create', { ...shipment, line_items }),
      ).toMatchObject([{ properties: { products: [expected] } }]);
    },
  );
});

it('a checkout of a source that is ignored gives no Checkout Started', async () => {
  const { mapping } = MAP_CONFIG;
  const outbox = setUpOutbox(ok, {
    mapping: {
      ...mapping,
      ignoreOrders: [{ by: 'source', value: 'wholesale' }],
      triggers: {
        ...mapping.triggers,
        'Checkout Started': ['checkouts/create'],
      },
    },
  });
  const checkout = (token: string, source_name: string) => ({
    token,
    source_name,
    created_at: '2026-11-21T10:00:00Z',
    currency: 'EUR',
    total_price: '1.00',
    line_items: [],
    note_attributes: granted,
  });
  expect(
    await after(outbox, 'checkouts/create', checkout('t1', 'wholesale')),
  ).toEqual([]);
  expect(
    await after(outbox, 'checkouts/create', checkout('t2', 'web')),
  ).toMatchObject([{ event: 'Checkout Started' }]);
});
