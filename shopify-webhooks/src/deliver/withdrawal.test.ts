import { defined } from '../defined.ts';
import { orderSubject } from '../ledger.ts';
import { noteAttributes } from '../testing/consent.ts';
import { fail, ok, setUpOutbox, type Segment } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';

const A_DAY = 24 * 60 * 60 * 1000;

const withdrawal = makeEntry({ categoryPreferences: REFUSAL });

/** One mapped order of a visitor who granted. */
async function setUpOrder(
  segment: Segment,
  answers: Readonly<Record<string, boolean>> = { analytics: true },
) {
  const outbox = setUpOutbox(segment);
  const { mapper, deliverer, receiveOrder } = outbox;
  await receiveOrder('1', {
    note_attributes: noteAttributes(answers, 'visitor-1'),
  });
  await mapper.mapSome();
  return {
    ...outbox,
    /** Maps and delivers until nothing is due. */
    finish: async () => {
      while ((await mapper.mapSome()) + (await deliverer.deliverSome()) > 0);
    },
  };
}

describe('a withdrawal', () => {
  it('that comes before the message is sent has the order told about nobody, once, under the same id', async () => {
    const before = await setUpOrder(ok);
    await before.finish();
    const { store, sent, finish } = await setUpOrder(ok);
    await store.ledger.record(withdrawal);
    await finish();
    expect(sent).toHaveLength(1);
    const [message] = sent;
    expect(message).toMatchObject({
      messageId: before.sent[0]?.messageId,
      integrations: { All: false },
      context: { consent: { categoryPreferences: { analytics: false } } },
      properties: { order_id: '1' },
    });
    expect(JSON.stringify(message)).not.toMatch(/visitor-1|"userId"|c1-abc/);
    expect(await store.counts()).toEqual({
      webhooks: { mapped: 1 },
      messages: { 'handed over': 1 },
      flagged: 0,
      decisions: { 'restricted: withdrawn': 1 },
    });
  });

  it('that comes after a first try withholds the message: under its id nothing else is ever sent', async () => {
    let answers = 0;
    const { clock, store, deliverer, sent, finish } = await setUpOrder(() =>
      ++answers === 1 ? fail(500) : ok(),
    );
    await deliverer.deliverSome();
    await store.ledger.record(withdrawal);
    clock.advance(1000);
    await finish();
    expect(sent.map(({ userId }) => userId)).toEqual(['77']);
    expect((await store.counts()).messages).toEqual({ withheld: 2 });
  });

  it.each([
    ['while a batch that Segment refused is halved', 400],
    ['while a half of it is put back', 500],
  ])('that comes %s withholds what was in it', async (_, second) => {
    let withdraw: () => Promise<unknown> = () => Promise.resolve();
    let answers = 0;
    const outbox = await setUpOrder(async () => {
      answers += 1;
      if (answers === 1 && second === 400) await withdraw();
      return answers === 1
        ? fail(400)
        : answers === 2 && second === 500
          ? fail(500)
          : ok();
    });
    const { clock, store, mapper, deliverer, everything, finish } = outbox;
    withdraw = () => store.ledger.record(withdrawal);
    await outbox.receiveOrder('2', { customer: null, cart_token: 'c2' });
    await mapper.mapSome();
    await deliverer.deliverSome();
    if (second === 500) await withdraw();
    clock.advance(60_000);
    await finish();
    const bodies = Map.groupBy(everything, ({ messageId }) => messageId);
    for (const all of bodies.values())
      expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await store.counts()).messages).toEqual({
      withheld: 2,
      'handed over': 1,
    });
  });

  it('that comes after the message was handed over changes nothing', async () => {
    const { store, sent, finish } = await setUpOrder(ok);
    await finish();
    await store.ledger.record(withdrawal);
    await finish();
    expect(sent).toHaveLength(1);
    // Who it is, and the order.
    expect((await store.counts()).messages).toEqual({ 'handed over': 2 });
  });

  it.each([
    [withdrawal, {}],
    [
      makeEntry({ categoryPreferences: { analytics: true, marketing: false } }),
      { anonymousId: 'visitor-1', userId: '77' },
    ],
  ])(
    'that comes while the order is mapped leaves in the ledger who they are only if they may be named',
    async (entry, ids) => {
      const outbox = setUpOutbox(ok, {
        templates: {
          has: () => false,
          run: async () => {
            await outbox.store.ledger.record(entry);
            return [];
          },
        },
      });
      await outbox.receiveOrder('1', {
        note_attributes: noteAttributes(
          { analytics: true, marketing: true },
          'visitor-1',
        ),
      });
      await outbox.mapper.mapSome();
      const order = orderSubject('1');
      const known = await outbox.store.ledger.knownOf([order]);
      const { anonymousId, userId } = known.get(order) ?? {};
      expect(defined({ anonymousId, userId })).toEqual(ids);
      expect(known.get(order)).toMatchObject({ told: true });
    },
  );

  it('of one category leaves the order its person, and takes the category', async () => {
    const { store, sent, finish } = await setUpOrder(ok, {
      analytics: true,
      marketing: true,
    });
    await store.ledger.record(
      makeEntry({ categoryPreferences: { analytics: true, marketing: false } }),
    );
    await finish();
    expect(sent).toMatchObject([
      {
        userId: '77',
        context: {
          consent: {
            categoryPreferences: { analytics: true, marketing: false },
          },
        },
      },
    ]);
  });

  it('of one visitor leaves the others of the batch alone', async () => {
    const { mapper, store, batches, sent, finish, receiveOrder } =
      await setUpOrder(ok);
    await receiveOrder('2', {
      cart_token: 'c2',
      note_attributes: noteAttributes({ analytics: true }, 'visitor-2'),
      customer: { id: 78 },
    });
    await receiveOrder('3', { cart_token: 'c3', customer: null });
    await mapper.mapSome();
    await store.ledger.record(withdrawal);
    await finish();
    expect(batches).toEqual([['2', '3'], ['1']]);
    expect(sent.map(({ userId }) => userId)).toEqual([
      '78',
      undefined,
      undefined,
    ]);
  });

  it('that was followed by another grant on the cart takes nothing back', async () => {
    const { store, sent, finish } = await setUpOrder(ok);
    await store.ledger.record(
      makeEntry({
        categoryPreferences: REFUSAL,
        decidedAt: '2026-11-21T09:59:59.000Z',
      }),
    );
    await finish();
    expect(sent).toMatchObject([{ userId: '77' }]);
  });

  it('is still known when the time of visitors is over, and that of orders is not', async () => {
    const outbox = await setUpOrder(ok);
    const { clock, store, everything, receiveTopic, receiveOrder } = outbox;
    await outbox.finish();
    await store.ledger.record(withdrawal);
    clock.advance(91 * A_DAY);
    const now = clock.now();
    await store.ledger.prune(
      {
        visitors: now - 90 * A_DAY,
        orders: now - 400 * A_DAY,
        receipts: 0,
      },
      1000,
    );
    const before = everything.length;
    await receiveTopic('fulfillments/create', {
      id: 5,
      order_id: 1,
      status: 'success',
      created_at: new Date(now).toISOString(),
      email: 'ada@example.com',
    });
    await receiveTopic('customers/update', { id: 77 });
    await receiveOrder('2', { source_name: 'pos', cart_token: null });
    await outbox.finish();
    const later = everything.slice(before);
    expect(later.map(({ event }) => event)).toEqual([
      'Shipment Shipped',
      'Order Completed',
    ]);
    expect(JSON.stringify(later)).not.toMatch(/ada@|visitor-1|"userId"/);
  });

  it('of a customer counts for what was ordered by one who became a part of them', async () => {
    const { mapper, everything, finish, receiveOrder, receiveTopic } =
      setUpOutbox(ok);
    const order = (
      id: string,
      customer: number,
      answer: boolean,
      decidedAt: string,
    ) =>
      receiveOrder(id, {
        cart_token: `c${id}`,
        customer: { id: customer },
        note_attributes: noteAttributes(
          { analytics: answer, marketing: answer },
          `visitor-${id}`,
          decidedAt,
        ),
      });
    await order('1', 77, true, '2026-11-21T08:00:00.000Z');
    await order('2', 88, true, '2026-11-21T08:00:00.000Z');
    await receiveTopic('customers/merge', {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/88',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/77',
      status: 'complete',
    });
    await mapper.mapSome();
    // The orders wait to be sent.
    await order('3', 88, false, '2026-11-21T09:59:00.000Z');
    await mapper.mapSome();
    await finish();
    await receiveTopic('refunds/create', {
      id: 9,
      order_id: 1,
      created_at: '2026-11-21T10:00:00Z',
      transactions: [
        { kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' },
      ],
    });
    await finish();
    const orders = everything.filter(({ type }) => type === 'track');
    expect(orders.map(({ event }) => event)).toEqual([
      'Order Completed',
      'Order Completed',
      'Order Completed',
      'Order Refunded',
    ]);
    expect(JSON.stringify(everything)).not.toMatch(/"userId"|visitor-/);
  });

  it('is said in the log without a name', async () => {
    const { store, logged, finish } = await setUpOrder(ok);
    await store.ledger.record(withdrawal);
    await finish();
    expect(logged.join()).toContain('consent was withdrawn');
    expect(logged.join()).not.toMatch(/visitor-1|c1-abc|ada@/);
  });
});
