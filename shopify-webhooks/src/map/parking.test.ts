/** Refunds and shipments name nobody: they wait for their order. */
import type { LookedUp } from '../shopify/admin.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { noteAttributes } from '../testing/consent.ts';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';

const MINUTES = 60_000;
const granted = noteAttributes(
  { analytics: true, marketing: false },
  'visitor-1',
);

const refund = {
  id: 501,
  admin_graphql_api_id: 'gid://shopify/Refund/501',
  order_id: 4501,
  created_at: '2026-11-21T11:00:00+01:00',
  note: 'came broken',
  transactions: [
    { kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' },
  ],
  refund_line_items: [],
  order_adjustments: [],
};

const another = (amount: string, changes: object = {}) => ({
  ...refund,
  id: 502,
  admin_graphql_api_id: 'gid://shopify/Refund/502',
  transactions: [{ ...refund.transactions[0], amount, ...changes }],
});

const setUp = (lookUp?: () => Promise<LookedUp>) => {
  const asked: string[] = [];
  const outbox = setUpOutbox(ok, {
    ...(lookUp && {
      lookUp: (orderId: string) => {
        asked.push(orderId);
        return lookUp();
      },
    }),
  });
  return { ...outbox, asked };
};

it('a refund that comes before its order waits for it, and has its person and its currency', async () => {
  const { store, sent, finish, receiveTopic, receiveOrder } = setUp();
  await receiveTopic('refunds/create', refund);
  await finish();
  expect(await store.recent(1)).toMatchObject([
    { status: 'parked', reason: 'its order is not known yet' },
  ]);
  expect(sent).toEqual([]);
  await receiveOrder('4501', { note_attributes: granted });
  await finish();
  expect(sent.map(({ event }) => event)).toEqual([
    'Order Completed',
    'Order Refunded',
  ]);
  expect(sent[1]).toMatchObject({
    userId: '77',
    anonymousId: 'visitor-1',
    properties: {
      order_id: '4501',
      order_number: '#1001',
      total: 10,
      currency: 'EUR',
      is_partial: true,
    },
  });
});

it('a refund that was received by a clock that is ahead waits no longer than another', async () => {
  const { store, clock, finish, receiveTopic } = setUp();
  clock.advance(6 * 60 * MINUTES);
  await receiveTopic('refunds/create', refund);
  clock.advance(-6 * 60 * MINUTES);
  await finish();
  expect(await store.nextDue()).toMatchObject({
    webhooks: clock.now() + 15 * MINUTES,
  });
});

it('a refund that is mapped together with its order does not wait', async () => {
  const { sent, finish, receiveTopic, receiveOrder } = setUp();
  await receiveOrder('4501', { note_attributes: granted });
  await receiveTopic('refunds/create', refund);
  await finish();
  expect(sent).toHaveLength(2);
});

it('several refunds are a whole one together', async () => {
  const { sent, finish, receiveTopic, receiveOrder } = setUp();
  await receiveOrder('4501', { note_attributes: granted });
  await finish();
  const rest = [{ ...refund.transactions[0], amount: '18.65' }];
  await receiveTopic('refunds/create', refund);
  await finish();
  await receiveTopic('refunds/create', {
    ...refund,
    id: 502,
    admin_graphql_api_id: 'gid://shopify/Refund/502',
    transactions: rest,
  });
  await finish();
  expect(
    sent.slice(1).map(({ properties }) => properties['is_partial']),
  ).toEqual([true, false]);
});

it('several refunds that arrive together are a whole one together', async () => {
  const { sent, finish, receiveTopic, receiveOrder } = setUp();
  await receiveOrder('4501', { note_attributes: granted });
  await receiveTopic('refunds/create', refund);
  await receiveTopic('refunds/create', another('18.65'));
  await finish();
  expect(
    sent.slice(1).map(({ properties }) => properties['is_partial']),
  ).toEqual([true, false]);
});

it.each([
  ['is on its way', { status: 'pending' }],
  ['is in a currency without a rate', { currency: 'JPY' }],
])(
  'whether it is partial is not said after a refund that %s',
  async (_, changes) => {
    const { sent, finish, receiveTopic, receiveOrder } = setUp();
    await receiveOrder('4501', { note_attributes: granted });
    await receiveTopic('refunds/create', another('18.65', changes));
    await finish();
    await receiveTopic('refunds/create', refund);
    await finish();
    expect(sent.at(-1)).toMatchObject({ properties: { refund_id: '501' } });
    expect(sent.at(-1)?.properties).not.toHaveProperty('is_partial');
  },
);

it('in the customer’s currency, several refunds are a whole one together', async () => {
  const { sent, finish, receiveTopic, receiveOrder } = setUpOutbox(ok, {
    mapping: { ...MAP_CONFIG.mapping, currency: 'presentment' },
  });
  await receiveOrder('4501', {
    note_attributes: granted,
    presentment_currency: 'USD',
    total_price_set: {
      presentment_money: { amount: '57.30', currency_code: 'USD' },
    },
  });
  for (const [id, amount] of [
    [501, '20.00'],
    [502, '37.30'],
  ] as const)
    await receiveTopic('refunds/create', {
      ...refund,
      id,
      admin_graphql_api_id: `gid://shopify/Refund/${String(id)}`,
      transactions: [{ ...refund.transactions[0], amount, currency: 'USD' }],
    });
  await finish();
  expect(
    sent.slice(1).map(({ properties }) => properties['is_partial']),
  ).toEqual([true, false]);
});

describe('while Shopify is asked for orders', () => {
  const strange = (index: number) => ({
    ...refund,
    id: 700 + index,
    admin_graphql_api_id: `gid://shopify/Refund/${String(700 + index)}`,
    order_id: 9000 + index,
  });

  it('everything else is settled first, and after a failure it is asked no more for a while', async () => {
    const settledFirst: (number | undefined)[] = [];
    let asked = 0;
    const outbox = setUpOutbox(ok, {
      lookUp: async () => {
        asked += 1;
        const { webhooks } = await outbox.store.counts();
        settledFirst.push(webhooks['mapped']);
        return { status: 'failed', reason: 'TimeoutError' };
      },
    });
    const { clock, mapper, store, finish, receiveTopic, receiveOrder } = outbox;
    for (let index = 0; index < 30; index += 1)
      await receiveTopic('refunds/create', strange(index));
    await finish();
    clock.advance(15 * MINUTES);
    await receiveOrder('4501', { note_attributes: granted });
    await mapper.mapSome();
    expect(asked).toBe(4);
    expect(new Set(settledFirst)).toEqual(new Set([1]));
    expect((await store.counts()).webhooks).toEqual({ mapped: 5, parked: 26 });
    await finish();
    expect(asked).toBe(4);
    clock.advance(MINUTES);
    await finish();
    expect(asked).toBe(8);
    clock.advance(14 * MINUTES);
    await finish();
    // After so long those that are left are told of about nobody, at most a few more of them asked for.
    expect((await store.counts()).webhooks).toEqual({ mapped: 31 });
    expect(asked).toBe(12);
  });

  it('none any more when the service is told to stop: what was answered is used, the rest is given back', async () => {
    const asked: string[] = [];
    const { clock, mapper, store, stop, logged, finish, receiveTopic } =
      setUpOutbox(ok, {
        lookUp: (id) => {
          asked.push(id);
          if (asked.length < 4) return Promise.resolve({ status: 'unknown' });
          stop.abort();
          return Promise.resolve({ status: 'failed', reason: 'AbortError' });
        },
      });
    for (let index = 0; index < 30; index += 1)
      await receiveTopic('refunds/create', strange(index));
    await finish();
    // So late that without an answer they would be told of about nobody.
    clock.advance(30 * MINUTES);
    await mapper.mapSome();
    expect(asked).toHaveLength(4);
    expect((await store.counts()).webhooks).toEqual({ mapped: 3, parked: 27 });
    expect(logged.join()).not.toContain('Shopify could not be asked');
    expect((await store.leaseWebhooks(30)).map(({ starts }) => starts)).toEqual(
      Array.from({ length: 27 }, () => 1),
    );
  });

  it('as many as there are, each once', async () => {
    const asked: string[] = [];
    const { clock, store, finish, receiveTopic } = setUpOutbox(ok, {
      lookUp: (id) => {
        asked.push(id);
        return Promise.resolve({ status: 'unknown' });
      },
    });
    for (let index = 0; index < 50; index += 1)
      await receiveTopic('refunds/create', strange(index));
    await finish();
    clock.advance(15 * MINUTES);
    await finish();
    expect(asked).toHaveLength(50);
    expect(new Set(asked).size).toBe(50);
    expect((await store.counts()).webhooks).toEqual({ mapped: 50 });
  });
});

it('after 15 minutes it is told of about nobody', async () => {
  const { clock, sent, store, finish, receiveTopic } = setUp();
  await receiveTopic('refunds/create', refund);
  await finish();
  clock.advance(15 * MINUTES - 1);
  await finish();
  expect(sent).toEqual([]);
  expect((await store.nextDue()).webhooks).toBe(clock.now() + 1);
  clock.advance(1);
  await finish();
  expect(sent).toMatchObject([
    {
      anonymousId: expect.stringMatching(/^shopify-order-/) as string,
      integrations: { All: false },
      properties: { order_id: '4501', refund_id: '501', total: 10 },
    },
  ]);
  expect(sent[0]?.userId).toBeUndefined();
  expect(JSON.stringify(sent)).not.toContain('came broken');
});

it('the id that stands in for the person is the one that the order itself would have', async () => {
  const unknown = setUp();
  await unknown.receiveTopic('refunds/create', refund);
  unknown.clock.advance(15 * MINUTES);
  await unknown.finish();
  const order = setUp();
  await order.receiveOrder('4501');
  await order.finish();
  expect(unknown.sent[0]?.anonymousId).toBe(order.sent[0]?.anonymousId);
});

it('Shopify is asked once, after 15 minutes, where a token is given', async () => {
  const { clock, asked, sent, finish, receiveTopic } = setUp(() =>
    Promise.resolve({
      status: 'found',
      order: {
        admin_graphql_api_id: 'gid://shopify/Order/4501',
        name: '#1001',
        currency: 'EUR',
        total_price: '28.65',
        note_attributes: granted,
        customer: { admin_graphql_api_id: 'gid://shopify/Customer/77' },
      },
    }),
  );
  await receiveTopic('refunds/create', refund);
  await finish();
  expect(asked).toEqual([]);
  clock.advance(15 * MINUTES);
  await finish();
  await finish();
  expect(asked).toEqual(['4501']);
  expect(sent).toMatchObject([
    {
      userId: '77',
      anonymousId: 'visitor-1',
      properties: { order_number: '#1001', currency: 'EUR', is_partial: true },
    },
  ]);
});

it('a second refund of an order that only Shopify knew has its person too, without asking again', async () => {
  const { clock, asked, sent, finish, receiveTopic } = setUp(() =>
    Promise.resolve({
      status: 'found',
      order: {
        admin_graphql_api_id: 'gid://shopify/Order/4501',
        note_attributes: granted,
        customer: { admin_graphql_api_id: 'gid://shopify/Customer/77' },
      },
    }),
  );
  await receiveTopic('refunds/create', refund);
  clock.advance(15 * MINUTES);
  await finish();
  await receiveTopic('refunds/create', {
    ...refund,
    id: 502,
    admin_graphql_api_id: 'gid://shopify/Refund/502',
  });
  await finish();
  expect(sent.map(({ userId }) => userId)).toEqual(['77', '77']);
  expect(asked).toEqual(['4501']);
});

it('a refund does not make its order known to another', async () => {
  const { clock, asked, sent, finish, receiveTopic } = setUp(() =>
    Promise.resolve({ status: 'unknown' }),
  );
  for (const id of [501, 502]) {
    await receiveTopic('refunds/create', {
      ...refund,
      id,
      admin_graphql_api_id: `gid://shopify/Refund/${String(id)}`,
    });
    await finish();
    clock.advance(MINUTES);
  }
  clock.advance(13 * MINUTES);
  await finish();
  expect(sent).toHaveLength(1);
  clock.advance(MINUTES);
  await finish();
  expect(sent).toHaveLength(2);
  expect(asked).toEqual(['4501', '4501']);
});

it('what Shopify says of an order is lowered by what was denied since', async () => {
  const { clock, sent, store, finish, receiveTopic } = setUp(() =>
    Promise.resolve({
      status: 'found',
      order: {
        admin_graphql_api_id: 'gid://shopify/Order/4501',
        note_attributes: granted,
      },
    }),
  );
  await store.ledger.record(makeEntry({ categoryPreferences: REFUSAL }));
  await receiveTopic('refunds/create', refund);
  clock.advance(15 * MINUTES);
  await finish();
  expect(sent).toMatchObject([{ integrations: { All: false } }]);
  expect(JSON.stringify(sent)).not.toContain('visitor-1');
});

it.each([
  ['does not know the order', { status: 'unknown' }],
  ['cannot be asked', { status: 'failed', reason: 'TimeoutError' }],
] as const)('where Shopify %s, nobody is named', async (_, answer) => {
  const { clock, sent, finish, receiveTopic } = setUp(() =>
    Promise.resolve(answer),
  );
  await receiveTopic('refunds/create', refund);
  clock.advance(15 * MINUTES);
  await finish();
  expect(sent).toMatchObject([{ integrations: { All: false } }]);
});

it('what belongs to an order that is left out is left out too', async () => {
  const { store, sent, finish, receiveTopic, receiveOrder } = setUp();
  await receiveOrder('4501', { test: true });
  await receiveTopic('refunds/create', refund);
  await finish();
  expect(sent).toEqual([]);
  expect(await store.recent(1)).toMatchObject([
    { topic: 'refunds/create', status: 'ignored', reason: 'test order' },
  ]);
});

it('a customer who is not known yet waits for their order, and is withheld without one', async () => {
  const { clock, store, everything, finish, receiveTopic, receiveOrder } =
    setUp();
  const customer = (id: number) => ({
    id,
    created_at: '2026-11-21T11:00:00+01:00',
    updated_at: '2026-11-21T11:00:00+01:00',
    state: 'disabled',
  });
  await receiveTopic('customers/create', customer(77));
  await receiveTopic('customers/create', customer(78));
  await finish();
  expect(everything).toEqual([]);
  await receiveOrder('4501', { note_attributes: granted });
  await finish();
  expect(everything.map(({ type, event }) => event ?? type)).toEqual([
    'identify',
    'Order Completed',
    'identify',
    'Account Created',
  ]);
  clock.advance(15 * MINUTES);
  await finish();
  expect(await store.counts()).toMatchObject({
    webhooks: { mapped: 2, withheld: 1 },
  });
});
