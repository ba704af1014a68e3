import { fail, ok, setUpOutbox } from '../testing/outbox.ts';

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index + 1));

describe('the deliverer', () => {
  it('hands over what was mapped', async () => {
    const { store, deliverer, batches, addOrders } = setUpOutbox(ok);
    await addOrders('1', '2');
    await deliverer.deliverSome();
    expect(batches).toEqual([['1', '2']]);
    expect(await store.counts()).toEqual({
      webhooks: { mapped: 2 },
      messages: { 'handed over': 2 },
      flagged: 0,
      decisions: { 'restricted: never asked': 2 },
    });
  });

  it('finds the one message that spoils a batch, and delivers the others', async () => {
    const { store, deliverer, addOrders } = setUpOutbox((ids) =>
      ids.includes('5') ? fail(400) : ok(),
    );
    await addOrders(...numbers(9));
    await deliverer.deliverSome();
    expect((await store.counts()).messages).toEqual({
      'handed over': 8,
      dead: 1,
    });
  });

  it('sends the same again after a failure, later each time', async () => {
    let answers = 0;
    const { clock, store, deliverer, batches, addOrders } = setUpOutbox(() =>
      ++answers < 3 ? fail(500) : ok(),
    );
    await addOrders('1');
    for (const wait of [1000, 1000]) {
      expect(await deliverer.deliverSome()).toBe(1);
      expect(await deliverer.deliverSome()).toBe(0);
      clock.advance(wait);
    }
    await deliverer.deliverSome();
    expect(batches).toEqual([['1'], ['1'], ['1']]);
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
  });

  it('probes a failing endpoint once at a time, however many wait', async () => {
    const { clock, deliverer, batches, addOrders } = setUpOutbox(() =>
      fail(429, { 'retry-after': '60' }),
    );
    await addOrders(...numbers(350));
    for (let second = 0; second < 59; second += 1) {
      await deliverer.deliverSome();
      clock.advance(1000);
    }
    expect(batches).toHaveLength(1);
    clock.advance(1000);
    await deliverer.deliverSome();
    expect(batches).toHaveLength(2);
  });

  it.each([401, 403, 302])(
    'holds everything on %i, loses nothing, and says what to check',
    async (status) => {
      const { store, deliverer, logged, batches, addOrders } = setUpOutbox(() =>
        fail(status),
      );
      await addOrders(...numbers(250));
      await deliverer.deliverSome();
      await deliverer.deliverSome();
      expect(batches).toHaveLength(1);
      expect((await store.counts()).messages).toEqual({ mapped: 250 });
      expect(logged.join()).toMatch(/SEGMENT_WRITE_KEY/);
    },
  );

  it('gives back what it has not tried when the service stops', async () => {
    const { store, clock, deliverer, stop, addOrders } = setUpOutbox(() => {
      stop.abort();
      return ok();
    });
    await addOrders(...numbers(100));
    const big = jest.spyOn(store, 'leaseMessages');
    await deliverer.deliverSome();
    expect(big).toHaveBeenCalledTimes(1);
    expect((await store.nextDue()).messages ?? clock.now()).toBeLessThanOrEqual(
      clock.now(),
    );
  });

  it('logs nothing personal and no secret', async () => {
    const { deliverer, logged, addOrders } = setUpOutbox((ids) =>
      ids.includes('2') ? fail(400) : ok(),
    );
    await addOrders('1', '2');
    await deliverer.deliverSome();
    expect(logged.length).toBeGreaterThan(2);
    expect(logged.join()).not.toMatch(/ada@|Sencha|secret-key|a2V5/);
  });
});
