import { pino } from 'pino';
import { SqliteStore } from '../store/sqlite.ts';
import { Clock } from '../testing/clock.ts';
import { makeOrder } from '../testing/order.ts';
import { makeWebhook, SHOP } from '../testing/webhook.ts';
import { Worker } from './worker.ts';

type Answer = (ids: readonly string[]) => Response | Promise<Response>;

/** A worker on an empty store, and a Segment that answers as the test says. */
function setUp(answer: Answer) {
  const clock = new Clock();
  const store = SqliteStore.open(':memory:', clock.now);
  const batches: string[][] = [];
  const logged: string[] = [];
  const worker = new Worker({
    store,
    config: {
      consent: { required: ['analytics'], categories: ['analytics'] },
      sendTestOrders: false,
      shops: [SHOP],
      segment: {
        writeKey: 'secret-key',
        endpoint: new URL('https://segment.example/v1/batch'),
      },
    },
    log: pino(
      { level: 'debug' },
      { write: (line: string) => logged.push(line) },
    ),
    now: clock.now,
    random: () => 0,
    fetch: async (_, init) => {
      const { batch } = JSON.parse(init?.body as string) as {
        batch: { properties: { order_id: string } }[];
      };
      const ids = batch.map(({ properties }) => properties.order_id);
      batches.push(ids);
      return answer(ids);
    },
  });
  const addOrders = async (...ids: readonly string[]) => {
    for (const id of ids)
      await store.add(
        makeWebhook({
          webhookId: id,
          receivedAt: clock.now(),
          body: Buffer.from(
            JSON.stringify(
              makeOrder({
                id: Number(id),
                admin_graphql_api_id: `gid://shopify/Order/${id}`,
              }),
            ),
          ),
        }),
      );
    await worker.mapSome();
  };
  return { clock, store, worker, batches, logged, addOrders };
}

const ok = () => new Response('{"success":true}');
const fail = (status: number, headers = {}) =>
  new Response('', { status, headers });

describe('the worker', () => {
  it('maps what was received and hands it over', async () => {
    const { store, worker, batches, addOrders } = setUp(ok);
    await addOrders('1', '2');
    await worker.deliverSome();
    expect(batches).toEqual([['1', '2']]);
    expect(await store.counts()).toEqual({
      webhooks: { mapped: 2 },
      messages: { 'handed over': 2 },
    });
  });

  it('finds the one message that spoils a batch, and delivers the others', async () => {
    const { store, worker, addOrders } = setUp((ids) =>
      ids.includes('5') ? fail(400) : ok(),
    );
    await addOrders(
      ...Array.from({ length: 9 }, (_, index) => String(index + 1)),
    );
    await worker.deliverSome();
    expect((await store.counts()).messages).toEqual({
      'handed over': 8,
      dead: 1,
    });
  });

  it('sends the same bytes again after a failure, later', async () => {
    const bodies: string[] = [];
    const { clock, store, worker, addOrders } = setUp((ids) => {
      bodies.push(ids.join());
      return bodies.length < 3 ? fail(500) : ok();
    });
    await addOrders('1');
    for (const wait of [1000, 1000]) {
      expect(await worker.deliverSome()).toBe(1);
      expect(await worker.deliverSome()).toBe(0);
      clock.advance(wait);
    }
    await worker.deliverSome();
    expect(bodies).toEqual(['1', '1', '1']);
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
  });

  it('waits as long as Retry-After says', async () => {
    const { clock, worker, store, addOrders } = setUp(() =>
      fail(429, { 'retry-after': '30' }),
    );
    await addOrders('1');
    await worker.deliverSome();
    expect(await store.nextDue()).toBe(clock.now() + 30_000);
  });

  it.each([401, 403, 302])(
    'holds everything on %i, loses nothing, and says what to check',
    async (status) => {
      const { store, worker, logged, addOrders } = setUp(() => fail(status));
      await addOrders('1', '2');
      await worker.deliverSome();
      expect((await store.counts()).messages).toEqual({ mapped: 2 });
      expect(logged.join()).toMatch(/SEGMENT_WRITE_KEY/);
    },
  );

  it('gives up on a webhook that stopped the service each time', async () => {
    const { clock, store, worker } = setUp(ok);
    await store.add(makeWebhook({ receivedAt: clock.now() }));
    for (let start = 0; start < 3; start += 1) {
      await store.leaseWebhooks(1);
      clock.advance(60_001);
    }
    await worker.mapSome();
    expect(await store.recent(1)).toMatchObject([
      { status: 'dead', reason: expect.stringContaining('stopped') as string },
    ]);
  });

  it('delivers on its own once started, and stops when told', async () => {
    let delivered: () => void;
    const done = new Promise<void>((resolve) => {
      delivered = resolve;
    });
    const { store, worker, clock } = setUp(() => {
      delivered();
      return ok();
    });
    worker.start();
    await store.add(makeWebhook({ receivedAt: clock.now() }));
    worker.wake();
    await done;
    await worker.stop();
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
  });

  it('logs nothing personal and no secret', async () => {
    const { worker, logged, addOrders } = setUp((ids) =>
      ids.includes('2') ? fail(400) : ok(),
    );
    await addOrders('1', '2');
    await worker.deliverSome();
    expect(logged.length).toBeGreaterThan(2);
    expect(logged.join()).not.toMatch(/ada@|Sencha|secret-key|a2V5/);
  });
});
