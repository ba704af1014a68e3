/** Several processes on one PostgreSQL, each as a store with connections of its own; and the loss of the server. */
import pg from 'pg';
import { customerSubject, type Fact } from '../ledger.ts';
import { makeMessage } from '../testing/message.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { makeEntry } from '../testing/visitor.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { openReader } from './open-store.ts';
import { migratePostgres } from './postgres-migrate.ts';
import { POSTGRES_MIGRATIONS } from './postgres-schema.ts';
import { PostgresStore } from './postgres.ts';
import type { LeasedWebhook, LedgerWrite, Store } from './store.ts';

let server: PostgresServer;
let url: string;
let opened: PostgresStore[];

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.createDatabase();
});

afterAll(() => server.stop());

beforeEach(async () => {
  opened = [];
  await server.empty(url);
});

afterEach(() => Promise.all(opened.map((store) => store.close())));

async function open(): Promise<PostgresStore> {
  const store = await PostgresStore.open(url);
  opened.push(store);
  return store;
}

const openSome = (count: number) =>
  Promise.all(Array.from({ length: count }, open));

const addSome = (store: Store, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      store.add(makeWebhook({ webhookId: String(index) })),
    ),
  );

const nobody = { customer: undefined, resource: undefined };

const ignored = (
  leased: LeasedWebhook,
  ledger: Omit<LedgerWrite, 'concerns'>,
) => ({
  leased,
  outcome: { status: 'ignored', reason: 'a test' } as const,
  ledger: { concerns: nobody, ...ledger },
});

describe('one of several receivers', () => {
  let other: pg.Client;

  beforeEach(async () => {
    other = new pg.Client(url);
    await other.connect();
  });

  afterEach(() => other.end());

  /** Begins to insert the webhook as another process does, and does not commit. */
  async function insertElsewhere(key: string): Promise<void> {
    await other.query('BEGIN');
    await other.query(
      `INSERT INTO storefront_events.webhooks (key, topic, shop, test, received_at, body, due_at) VALUES ($1, 't', 's', false, 0, '', 0)`,
      [key],
    );
  }

  it.each([
    ['COMMIT', 'duplicate'],
    ['ROLLBACK', 'received'],
  ])(
    'answers a duplicate of what is not committed elsewhere after its %s: %s',
    async (end, status) => {
      const store = await open();
      const webhook = makeWebhook();
      await insertElsewhere(webhook.key);
      let answered = false;
      const added = store.add(webhook).finally(() => {
        answered = true;
      });
      const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT%'`;
      while ((await server.execute(waits, url)).length === 0);
      expect(answered).toBe(false);
      await other.query(end);
      expect(await added).toEqual({ status });
    },
  );

  it('refuses early when more waits than can be written in time', async () => {
    const store = await open();
    await other.query('BEGIN');
    await other.query('LOCK TABLE storefront_events.webhooks');
    const added = addSome(store, 2000);
    expect(await store.add(makeWebhook({ webhookId: 'late' }))).toEqual({
      status: 'unavailable',
      reason: 'too many wait to be stored',
    });
    await other.query('COMMIT');
    expect(new Set((await added).map(({ status }) => status))).toEqual(
      new Set(['received']),
    );
    expect((await store.counts()).webhooks).toEqual({ received: 2000 });
  });
});

describe('several workers', () => {
  it('never take the same webhook or message', async () => {
    const stores = await openSome(4);
    const [first] = stores;
    if (!first) throw new Error('none');
    await addSome(first, 400);
    const webhooks = (
      await Promise.all(
        stores.map(async (store) => {
          const mine: LeasedWebhook[] = [];
          for (;;) {
            const some = await store.leaseWebhooks(7);
            if (some.length === 0) return mine;
            mine.push(...some);
            await store.settleWebhooks(
              some.map((leased) => ({
                leased,
                outcome: {
                  status: 'mapped',
                  messages: [makeMessage(leased.webhook.key)],
                },
              })),
            );
          }
        }),
      )
    ).flat();
    expect(webhooks).toHaveLength(400);
    expect(new Set(webhooks.map(({ webhook }) => webhook.key)).size).toBe(400);
    const messages = (
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (stores[index % 4] ?? first).leaseMessages(7),
        ),
      )
    ).flat();
    expect(messages).toHaveLength(400);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(400);
  });

  it('learn of the same subjects, in whichever order, and lose nothing', async () => {
    const stores = await openSome(2);
    const subjects = Array.from(
      { length: 10 },
      (_, index) => `s${String(index)}`,
    );
    for (let round = 0; round < 10; round += 1) {
      const [first] = stores;
      if (!first) throw new Error('none');
      await first.add(makeWebhook({ webhookId: `a${String(round)}` }));
      await first.add(makeWebhook({ webhookId: `b${String(round)}` }));
      const leased = await first.leaseWebhooks(2);
      await Promise.all(
        leased.map((one, index) => {
          const facts = subjects.map((subject): Fact => {
            const id = `${String(round)}-${String(index)}`;
            const refunds = { [id]: { currency: 'EUR', amount: 1 } };
            return { subject, at: round, known: { order: { refunds } } };
          });
          return (stores[index] ?? first).settleWebhooks([
            ignored(one, { facts: index === 0 ? facts : facts.reverse() }),
          ]);
        }),
      );
    }
    const known = await stores[0]?.ledger.knownOf(subjects);
    for (const subject of subjects)
      expect(
        Object.keys(known?.get(subject)?.order?.refunds ?? {}),
      ).toHaveLength(20);
  });

  it('give a parked webhook at once, when another one learns at the same moment what it waits for', async () => {
    const [one, other] = await openSome(2);
    if (!one || !other) throw new Error('none');
    for (let round = 0; round < 20; round += 1) {
      const subject = `order-${String(round)}`;
      await one.add(makeWebhook({ webhookId: `a${String(round)}` }));
      await one.add(makeWebhook({ webhookId: `b${String(round)}` }));
      const [waits, tells] = await one.leaseWebhooks(2);
      if (!waits || !tells) throw new Error('not leased');
      const facts = [{ subject, at: 1, known: { told: true as const } }];
      await Promise.all([
        one.settleWebhooks([
          {
            leased: waits,
            outcome: {
              status: 'parked',
              reason: 'its order is not known yet',
              waitsFor: subject,
              dueAt: Date.now() + 900_000,
            },
          },
        ]),
        other.settleWebhooks([ignored(tells, { facts })]),
      ]);
      const [woken] = await one.leaseWebhooks(1);
      expect(woken?.webhook.key).toBe(waits.webhook.key);
      if (woken) await one.settleWebhooks([ignored(woken, {})]);
    }
  });

  it('are told of what another process has added', async () => {
    const [receiver, worker] = await openSome(2);
    if (!receiver || !worker) throw new Error('none');
    const wakes: (() => void)[] = [];
    const woken = () => new Promise<void>((resolve) => wakes.push(resolve));
    const began = woken();
    const stop = worker.listen(() => wakes.shift()?.());
    await began;
    const told = woken();
    await receiver.add(makeWebhook());
    await told;
    await stop();
  });

  it('go by the time of the database, and are told by their own clock when something is due', async () => {
    const store = await open();
    const before = Date.now();
    await addSome(store, 1);
    const due = (await store.nextDue()).webhooks ?? NaN;
    expect(due).toBeGreaterThan(before - 5000);
    expect(due).toBeLessThan(Date.now() + 5000);
  });
});

it('keeps U+0000, which no text of PostgreSQL takes', async () => {
  const store = await open();
  await store.add(makeWebhook());
  const [leased] = await store.leaseWebhooks(1);
  if (!leased) throw new Error('not leased');
  const known = { order: { number: '#1\0' } };
  await store.settleWebhooks([
    ignored(leased, { facts: [{ subject: 'order', at: 1, known }] }),
  ]);
  expect((await store.ledger.knownOf(['order'])).get('order')).toEqual(known);
  expect(
    await store.ledger.record(makeEntry({ policyVersion: 'a\0b' })),
  ).toEqual({
    status: 'recorded',
  });
});

it('can be read by the commands', async () => {
  const store = await open();
  const entries = [
    makeEntry({ receiptId: 'receipt-2' }, 2000),
    makeEntry({ model: 'opt-in', platform: 'klaro' }, 1000),
  ];
  for (const entry of entries) await store.ledger.record(entry);
  await store.add(makeWebhook());
  const reader = await openReader({ type: 'postgres', url });
  const receipts = [];
  for await (const receipt of reader?.receipts(0, 3000) ?? [])
    receipts.push(receipt);
  expect(receipts).toEqual([entries[1]?.receipt, entries[0]?.receipt]);
  expect(await reader?.recent(1)).toMatchObject([{ status: 'received' }]);
  expect(await reader?.heldOf('77')).toEqual({
    webhooks: [],
    messages: [],
    ledger: [],
  });
  await reader?.close();
});

it('tells what is held of a customer also under whom they became', async () => {
  const store = await open();
  for (const webhookId of ['merge', 'order'])
    await store.add(makeWebhook({ webhookId }));
  const [merge, order] = await store.leaseWebhooks(2);
  if (!merge || !order) throw new Error('not leased');
  const [from, into] = [customerSubject('77'), customerSubject('88')];
  await store.settleWebhooks([
    ignored(merge, { merge: { from, into } }),
    {
      ...ignored(order, {}),
      ledger: {
        concerns: { customer: from, resource: undefined },
        facts: [
          { subject: from, at: 1, known: { userId: '77' }, customer: from },
        ],
      },
    },
  ]);
  const reader = await openReader({ type: 'postgres', url });
  expect(await reader?.heldOf('88')).toMatchObject({
    webhooks: [{ topic: 'orders/create' }],
    ledger: [{ userId: '77' }],
  });
  await reader?.close();
});

describe('a database', () => {
  it('that is not migrated is refused, with the command that does it', async () => {
    const empty = await server.createDatabase({ migrated: false });
    await expect(PostgresStore.open(empty)).rejects.toThrow(
      /no tables.*storefront-events migrate/,
    );
  });

  it('is migrated once, however many do it at the same time', async () => {
    const empty = await server.createDatabase({ migrated: false });
    const migrated = await Promise.all(
      Array.from({ length: 4 }, () => migratePostgres(empty)),
    );
    const to = POSTGRES_MIGRATIONS.length;
    expect(migrated.map(({ from }) => from).sort()).toEqual([0, to, to, to]);
    expect(await migratePostgres(empty)).toEqual({ from: to, to });
  });

  it.each([
    [
      'UPDATE storefront_events.schema_version SET version = 99',
      /newer version/,
    ],
    [
      'ALTER DATABASE :db SET synchronous_commit = off',
      /answers before it has written.*synchronous_commit/,
    ],
  ])('is refused after %s', async (statement, reason) => {
    const other = await server.createDatabase();
    const name = new URL(other).pathname.slice(1);
    await server.execute(statement.replace(':db', name), other);
    await expect(PostgresStore.open(other)).rejects.toThrow(reason);
  });

  it('that is not there is named as such, without its password', async () => {
    const none = 'postgres://user:secret@127.0.0.1:1/none';
    const error = await PostgresStore.open(none).catch(String);
    expect(error).toMatch(/DATABASE_URL cannot be used.*ECONNREFUSED/);
    expect(error).not.toContain('secret');
  });
});

it('loses nothing it has acknowledged when the server is killed under load, and goes on when it is back', async () => {
  const stores = await openSome(3);
  const acknowledged: string[] = [];
  const statuses = new Set<string>();
  let next = 0;
  let loading = true;
  const load = async (store: PostgresStore) => {
    while (loading) {
      const webhook = makeWebhook({ webhookId: String((next += 1)) });
      const added = await store.add(webhook);
      statuses.add(added.status);
      if (added.status === 'received') acknowledged.push(webhook.key);
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const running = stores.flatMap((store) =>
    Array.from({ length: 5 }, () => load(store)),
  );
  for (let kill = 1; kill <= 3; kill += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 200) await new Promise(setImmediate);
    statuses.clear();
    await server.kill();
    while (!statuses.has('unavailable')) await new Promise(setImmediate);
    await server.run();
  }
  const after = acknowledged.length;
  while (acknowledged.length < after + 50) await new Promise(setImmediate);
  loading = false;
  await Promise.all(running);
  const rows = (await server.execute(
    'SELECT key FROM storefront_events.webhooks',
    url,
  )) as { key: string }[];
  const kept = new Set(rows.map(({ key }) => key));
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
});
