import { makeOrder } from '../testing/order.ts';
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

  it('sends several batches at the same time, as many as it may, and probes with one after a failure', async () => {
    let underWay = 0;
    let most = 0;
    let answer = ok;
    const segment = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return answer();
    };
    const { clock, deliverer, batches, addOrders } = setUpOutbox(segment, {
      segment: { concurrency: 3 },
    });
    await addOrders(...numbers(700));
    await deliverer.deliverSome();
    expect([most, batches.length]).toEqual([3, 3]);
    answer = () => fail(503);
    await deliverer.deliverSome();
    expect(batches).toHaveLength(6);
    for (const probes of [7, 8]) {
      clock.advance(300_000);
      await deliverer.deliverSome();
      expect(batches).toHaveLength(probes);
    }
  });

  it('keeps what is about one order in order, also over several batches', async () => {
    const { sent, receiveTopic, mapper, deliverer } = setUpOutbox(ok, {
      segment: { concurrency: 4 },
    });
    for (const topic of ['orders/create', 'orders/cancelled'])
      for (const id of numbers(150))
        await receiveTopic(
          topic,
          makeOrder({
            id: Number(id),
            ...(topic === 'orders/cancelled' && {
              cancelled_at: '2026-11-21T11:00:00Z',
            }),
          }),
        );
    while ((await mapper.mapSome()) > 0);
    while ((await deliverer.deliverSome()) > 0);
    for (const id of numbers(150))
      expect(
        sent
          .filter(({ properties }) => properties.order_id === id)
          .map(({ event }) => event),
      ).toEqual(['Order Completed', 'Order Cancelled']);
  });

  it('drains a backlog at the rate it may, in full batches', async () => {
    const { clock, deliverer, batches, addOrders } = setUpOutbox(ok, {
      segment: { messagesPerSecond: 200 },
    });
    await addOrders(...numbers(700));
    const started = clock.now();
    while (batches.flat().length < 700) {
      if ((await deliverer.deliverSome()) > 0) continue;
      expect(deliverer.pausedUntil).toBeGreaterThan(clock.now());
      clock.advance(deliverer.pausedUntil - clock.now());
    }
    // A second's worth at once, and the other 500 at 200 a second.
    expect(clock.now() - started).toBe(2500);
    expect(batches.map((batch) => batch.length)).toEqual(Array(7).fill(100));
  });

  it('waits for a message as long as it has failed, and for the endpoint as long as that has', async () => {
    const { clock, deliverer, batches, addOrders } = setUpOutbox((ids) =>
      ids.includes('1') ? fail(500) : ok(),
    );
    await addOrders('1');
    for (let failure = 0; failure < 8; failure += 1) {
      await deliverer.deliverSome();
      clock.advance(1000);
    }
    expect(batches).toHaveLength(8);
    // What spoils its batches keeps the others waiting for a second, not for minutes.
    await addOrders('2');
    await deliverer.deliverSome();
    clock.advance(1000);
    await deliverer.deliverSome();
    expect(batches.flat()).toContain('2');
  });

  it('honours Retry-After also where Segment took the batch', async () => {
    const { clock, deliverer, batches, addOrders } = setUpOutbox(
      () => new Response('', { headers: { 'retry-after': '30' } }),
    );
    await addOrders(...numbers(2));
    await deliverer.deliverSome();
    await addOrders('3');
    expect(await deliverer.deliverSome()).toBe(0);
    expect(deliverer.pausedUntil).toBe(clock.now() + 30_000);
    clock.advance(30_000);
    expect(await deliverer.deliverSome()).toBe(1);
    expect(batches).toHaveLength(2);
  });

  it('is not held up by a clock that is set back', async () => {
    let answer = fail(503);
    const { clock, deliverer, batches, addOrders } = setUpOutbox(() => answer);
    await addOrders('1');
    await deliverer.deliverSome();
    answer = ok();
    clock.advance(-3_600_000);
    expect(deliverer.pausedUntil - clock.now()).toBeLessThanOrEqual(300_000);
    expect(batches).toHaveLength(1);
  });

  it('says of what it sent again a day later that it may count twice', async () => {
    let answers = 0;
    const { clock, store, deliverer, logged, sent, addOrders } = setUpOutbox(
      () => (++answers === 1 ? fail(503) : ok()),
    );
    await addOrders('1');
    await deliverer.deliverSome();
    clock.advance(25 * 60 * 60 * 1000);
    await deliverer.deliverSome();
    expect(logged.join()).toContain('may count twice');
    expect(sent[1]).toEqual(sent[0]);
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
  });

  it('compresses a batch where it is told to', async () => {
    const { deliverer, batches, addOrders } = setUpOutbox(ok, {
      segment: { gzip: true },
    });
    await addOrders('1');
    await deliverer.deliverSome();
    expect(batches).toEqual([['1']]);
  });
});
