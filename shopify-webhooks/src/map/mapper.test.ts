import { orderSubject } from '../ledger.ts';
import { noteAttributes } from '../testing/consent.ts';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';
import { makeWebhook } from '../testing/webhook.ts';

const granted = noteAttributes({ analytics: true }, 'visitor-1');

describe('the mapper', () => {
  it('gives up on a webhook that stopped the service three times', async () => {
    const { clock, store, mapper } = setUpOutbox(ok);
    await store.add(makeWebhook({ receivedAt: clock.now() }));
    for (let start = 0; start < 3; start += 1) {
      await store.leaseWebhooks(1);
      clock.advance(60_001);
    }
    await mapper.mapSome();
    expect(await store.recent(1)).toMatchObject([
      { status: 'dead', reason: expect.stringContaining('stopped') as string },
    ]);
  });

  it('loses nothing when the store cannot be written for a while', async () => {
    const { clock, store, mapper, receive } = setUpOutbox(ok);
    await receive(
      ...Array.from({ length: 50 }, (_, index) => String(index + 1)),
    );
    const settle = store.settleWebhooks.bind(store);
    const full = jest
      .spyOn(store, 'settleWebhooks')
      .mockRejectedValue(new Error('database or disk is full'));
    const mapAll = async () => {
      for (let turn = 0; turn < 60; turn += 1)
        await mapper.mapSome().catch(() => undefined);
      clock.advance(60_001);
    };
    for (let round = 0; round < 5; round += 1) await mapAll();
    expect((await store.counts()).webhooks).toEqual({ received: 50 });
    full.mockImplementation(settle);
    await mapAll();
    expect(await store.counts()).toMatchObject({
      webhooks: { mapped: 50 },
      messages: { mapped: 50 },
    });
  });

  it('finishes what it has begun when it is told to stop, and gives the rest back in its order', async () => {
    const { store, mapper, receive, stop } = setUpOutbox(ok);
    // Of one customer: a round each.
    await receive('1', '2', '3', '4');
    const settle = store.settleWebhooks.bind(store);
    jest.spyOn(store, 'settleWebhooks').mockImplementation((settled) => {
      stop.abort();
      return settle(settled);
    });
    await mapper.mapSome();
    expect(await store.recent(4)).toMatchObject([
      { status: 'parked', reason: 'stopped before its turn' },
      { status: 'parked' },
      { status: 'parked' },
      { status: 'mapped' },
    ]);
    const again = await store.leaseWebhooks(9);
    expect(
      again.map(({ webhook: { body }, starts }) => ({
        id: (JSON.parse(Buffer.from(body).toString()) as { id: number }).id,
        starts,
      })),
    ).toEqual([2, 3, 4].map((id) => ({ id, starts: 1 })));
  });

  it('says in the log what the plan misses, and nothing personal', async () => {
    const { clock, store, mapper, logged } = setUpOutbox(ok);
    const body = Buffer.from(
      '{"admin_graphql_api_id":"gid://shopify/Order/1","email":"ada@example.com","total_price":"abc"}',
    );
    await store.add(makeWebhook({ receivedAt: clock.now(), body }));
    await mapper.mapSome();
    expect(logged.join()).toContain('properties.total should be a number');
    expect(logged.join()).not.toContain('ada@');
  });

  it('asks the ledger for what the visitor said since', async () => {
    const { mapper, deliverer, store, sent, receiveOrder } = setUpOutbox(ok);
    await receiveOrder('1', { note_attributes: granted });
    await receiveOrder('2', {
      note_attributes: granted,
      cart_token: 'c2',
      customer: { id: 78 },
    });
    await store.ledger.record(
      makeEntry({ anonymousId: 'another', categoryPreferences: REFUSAL }),
    );
    await mapper.mapSome();
    await deliverer.deliverSome();
    expect(sent.map(({ userId }) => userId)).toEqual([undefined, '78']);
  });

  it('knows of an order what the webhook before it said of its customer', async () => {
    const { mapper, deliverer, sent, receiveOrder } = setUpOutbox(ok);
    await receiveOrder('1', { note_attributes: noteAttributes(REFUSAL) });
    await receiveOrder('2', { note_attributes: granted, cart_token: 'c2' });
    await mapper.mapSome();
    await deliverer.deliverSome();
    expect(sent.map(({ userId }) => userId)).toEqual([undefined, undefined]);
  });

  it('fills in the identity that was handed over for a cart whose attributes were lost', async () => {
    const { mapper, deliverer, store, sent, receiveOrder } = setUpOutbox(ok);
    await receiveOrder('1');
    await store.ledger.record(makeEntry({ kind: 'handover' }));
    await mapper.mapSome();
    await deliverer.deliverSome();
    expect(sent).toMatchObject([{ userId: '77', anonymousId: 'visitor-1' }]);
  });

  it('forgets who an order is from when the visitor of a handover withdraws, on whichever cart', async () => {
    const { store, sent, finish, receiveOrder, receiveTopic } = setUpOutbox(ok);
    await receiveOrder('1');
    await store.ledger.record(makeEntry({ kind: 'handover' }));
    await finish();
    const order = orderSubject('1');
    const known = async () => (await store.ledger.knownOf([order])).get(order);
    expect(await known()).toMatchObject({ anonymousId: 'visitor-1' });
    await store.ledger.record(
      makeEntry({ cartToken: 'c2', categoryPreferences: REFUSAL }),
    );
    expect(await known()).toMatchObject({ told: true });
    expect(await known()).not.toHaveProperty('anonymousId');
    expect(await known()).not.toHaveProperty('userId');
    await receiveTopic('refunds/create', {
      id: 501,
      order_id: 1,
      transactions: [
        { kind: 'refund', status: 'success', amount: '1.00', currency: 'EUR' },
      ],
    });
    await finish();
    expect(sent).toMatchObject([
      { userId: '77', anonymousId: 'visitor-1' },
      { event: 'Order Refunded', integrations: { All: false } },
    ]);
    expect(sent[1]).not.toHaveProperty('userId');
  });

  it('loses nothing when the ledger cannot be read for a while, and counts it as no crash', async () => {
    const { clock, mapper, store, receiveOrder } = setUpOutbox(ok);
    await receiveOrder('1', { note_attributes: granted });
    const broken = jest
      .spyOn(store.ledger, 'denialsOf')
      .mockRejectedValue(new Error('disk I/O error'));
    for (let turn = 0; turn < 9; turn += 1) {
      await expect(mapper.mapSome()).rejects.toThrow('disk I/O error');
      clock.advance(60_001);
    }
    broken.mockRestore();
    await mapper.mapSome();
    expect((await store.counts()).webhooks).toEqual({ mapped: 1 });
  });
});
