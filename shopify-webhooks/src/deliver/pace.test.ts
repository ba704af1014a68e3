/** Two processes that deliver to one source from one PostgreSQL, as two stores with connections of their own. */
import { PostgresServer } from '../testing/postgres-server.ts';
import { Clock } from '../testing/clock.ts';
import { fail, ok, setUpOutbox } from '../testing/outbox.ts';
import { PostgresStore } from '../store/postgres.ts';
import type { SegmentConfig } from '../segment-settings.ts';

let server: PostgresServer;
let url: string;
let clock: Clock;
let stores: PostgresStore[];

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.createDatabase();
});

afterAll(() => server.stop());

beforeEach(async () => {
  clock = new Clock();
  await server.empty(url);
  const { now } = clock;
  stores = await Promise.all(
    [1, 2].map(() => PostgresStore.open(url, { now })),
  );
});

afterEach(() => Promise.all(stores.map((store) => store.close())));

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index + 1));

async function setUp(
  count: number,
  answer: () => Response,
  settings: Partial<SegmentConfig> = {},
) {
  const segment = async () => {
    // The other has its turn meanwhile.
    await new Promise(setImmediate);
    return answer();
  };
  const outboxes = stores.map((store) =>
    setUpOutbox(segment, { clock, store, segment: settings }),
  );
  await outboxes[0]?.addOrders(...numbers(count));
  return {
    /** What both have sent until now, in batches. */
    batches: () => outboxes.flatMap(({ batches }) => batches),
    /** Both deliver what they may at the same time; gives how much each. */
    deliver: () =>
      Promise.all(outboxes.map(({ deliverer }) => deliverer.deliverSome())),
    pausedUntil: () =>
      Math.max(...outboxes.map(({ deliverer }) => deliverer.pausedUntil)),
  };
}

describe('two who deliver to one source', () => {
  it('never exceed its limit together, and reach it', async () => {
    const { batches, deliver } = await setUp(400, ok, {
      messagesPerSecond: 200,
    });
    const started = clock.now();
    while (batches().flat().length < 400) {
      await deliver();
      const seconds = (clock.now() - started) / 1000;
      expect(batches().flat().length).toBeLessThanOrEqual(200 * (seconds + 1));
      clock.advance(100);
    }
    // A second's worth at once, and the other 200 at 200 a second; and the last step.
    expect(clock.now() - started).toBe(1100);
    expect(new Set(batches().flat()).size).toBe(400);
  });

  it('try once together whether it works again, until it does', async () => {
    let answer = () => fail(503);
    const { batches, deliver, pausedUntil } = await setUp(500, () => answer());
    await deliver();
    const first = batches().length;
    for (const probes of [1, 2, 3]) {
      clock.advance(300_000);
      await deliver();
      await deliver();
      expect(batches()).toHaveLength(first + probes);
    }
    answer = ok;
    clock.advance(300_000);
    expect((await deliver()).filter((tried) => tried > 0)).toHaveLength(1);
    expect(pausedUntil() - clock.now()).toBeLessThanOrEqual(250);
    while ((await deliver()).some((tried) => tried > 0));
    expect(batches().length).toBeGreaterThan(first + 4);
  });

  it('know nothing of each other where one has another key', async () => {
    const [one, other] = stores;
    if (!one || !other) throw new Error('not opened');
    const down = setUpOutbox(() => fail(401), { clock, store: one });
    await down.addOrders(...numbers(2));
    await down.deliverer.deliverSome();
    const mended = setUpOutbox(ok, {
      clock,
      store: other,
      segment: { writeKey: 'the right one' },
    });
    clock.advance(61_000);
    await mended.deliverer.deliverSome();
    expect(mended.batches.flat()).toEqual(['1', '2']);
  });

  it('go on when one of them died while it tried, and when the server has forgotten all of it', async () => {
    const { batches, deliver } = await setUp(300, ok);
    await deliver();
    const before = batches().length;
    await server.execute(
      `UPDATE storefront_events.pace SET failures = 1, probe_until = ${String(clock.now() + 60_000)}`,
      url,
    );
    expect(await deliver()).toEqual([0, 0]);
    clock.advance(60_000);
    expect((await deliver()).some((tried) => tried > 0)).toBe(true);
    await server.execute(`DELETE FROM storefront_events.pace`, url);
    while ((await deliver()).some((tried) => tried > 0));
    expect(batches().length).toBeGreaterThan(before);
    expect(new Set(batches().flat()).size).toBe(300);
  });
});
