import { ok, setUpOutbox } from '../testing/outbox.ts';
import { makeWebhook } from '../testing/webhook.ts';

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

  it('says in the log what the plan misses, and nothing personal', async () => {
    const { clock, store, mapper, logged } = setUpOutbox(ok);
    const body = Buffer.from(
      '{"id":1,"email":"ada@example.com","total_price":"abc"}',
    );
    await store.add(makeWebhook({ receivedAt: clock.now(), body }));
    await mapper.mapSome();
    expect(logged.join()).toContain('properties.total should be a number');
    expect(logged.join()).not.toContain('ada@');
  });
});
