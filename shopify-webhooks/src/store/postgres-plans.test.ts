import pg from 'pg';
import { makeMessage } from '../testing/message.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { makeEntry } from '../testing/visitor.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { PostgresStore } from './postgres.ts';
import type { Store } from './store.ts';

let server: PostgresServer;

// Nobody tells the planner anything unless the test does.
beforeAll(async () => {
  server = await PostgresServer.start({
    settings: ['fsync=off', 'autovacuum=off'],
  });
});

afterAll(() => server.stop());

const ROWS = 20_000;
const SOME = 30;

const later = Date.now() * 2;

/** What a service has done that has run for a while. */
const FILL = `
  INSERT INTO storefront_events.webhooks
    (key, topic, shop, test, received_at, body, due_at, status, settled_at, customer, resource)
  SELECT 'k' || n, 't', 's', false, ${String(later)}, '{}', n, 'mapped', ${String(later)}, 'c' || n, 'r' || n
  FROM generate_series(1, ${String(ROWS)}) AS n;
  INSERT INTO storefront_events.messages
    (message_id, webhook_key, event, body, status, due_at, settled_at, resource)
  SELECT 'm' || n, 'k' || n, 'e', '{}', 'handed over', n, ${String(later)}, 'r' || n
  FROM generate_series(1, ${String(ROWS)}) AS n;
  INSERT INTO storefront_events.known (subject, facts, at, shop, cart, visitor, customer, received_at)
  SELECT 'r' || n, '{}', n, 's', 'b' || n, 'v' || n, 'c' || n, ${String(later)}
  FROM generate_series(1, ${String(ROWS)}) AS n;
  INSERT INTO storefront_events.denials (subject, category, denied_at, received_at)
  SELECT 'c' || n, 'advertising', n, ${String(later)} FROM generate_series(1, ${String(ROWS)}) AS n;
  INSERT INTO storefront_events.handovers (cart, visitor, anonymous_id, categories, received_at)
  SELECT 'b' || n, 'v' || n, 'a', '{}', ${String(later)} FROM generate_series(1, ${String(ROWS)}) AS n;`;

const LARGE = /Seq Scan on (webhooks|messages|known|denials|handovers)/;

/** What a service does over and over, with as many at once as it takes. */
async function work(store: Store): Promise<void> {
  const ids = Array.from({ length: SOME }, (_, index) => String(index));
  await Promise.all(
    ids.map((webhookId) => store.add(makeWebhook({ webhookId }))),
  );
  const webhooks = await store.leaseWebhooks(SOME);
  const subjects = ids.map((id) => `order ${id}`);
  await store.ledger.denialsOf(subjects);
  await store.ledger.knownOf(subjects);
  await store.ledger.handoversOf(subjects);
  await store.settleWebhooks(
    webhooks.map((leased, index) => {
      const subject = subjects[index] ?? 'nothing';
      return {
        leased,
        outcome: { status: 'mapped', messages: [makeMessage(String(index))] },
        ledger: {
          concerns: { customer: subject, resource: subject },
          facts: [{ subject, at: 1, known: { told: true } }],
        },
      };
    }),
  );
  const messages = await store.leaseMessages(SOME);
  const kept = await store.keepMessages(messages);
  expect(kept).toHaveLength(SOME);
  await store.settleMessages(
    kept.map((leased, index) => ({
      leased,
      outcome:
        index % 2 === 0
          ? { status: 'handed over' }
          : { status: 'waiting', reason: '500', dueAt: 0, attempt: 'failed' },
    })),
  );
  await store.ledger.record(makeEntry());
  await store.nextDue();
  const before = { bodies: 1, deadBodies: 1, webhooks: 1, messages: 1 };
  await store.forget(before, SOME);
  await store.ledger.prune({ visitors: 1, orders: 1, receipts: 1 }, SOME);
}

/** The statements that were sent, once each, with the values of the last time. */
function statementsIn(
  calls: readonly (readonly unknown[])[],
): Map<string, unknown[]> {
  const statements = new Map<string, unknown[]>();
  for (const [config] of calls) {
    const { text, values } = config as { text?: string; values?: unknown[] };
    if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(text ?? ''))
      statements.set(text ?? '', values ?? []);
  }
  return statements;
}

it.each([
  ['knows nothing of', ''],
  ['has looked at', 'ANALYZE'],
])(
  'nothing that is done over and over reads a whole table that the planner %s',
  async (_, look) => {
    const url = await server.createDatabase();
    await server.execute(`${FILL} ${look}`, url);
    const query = jest.spyOn(pg.Client.prototype, 'query');
    const store = await PostgresStore.open(url);
    await work(store);
    await store.close();
    const statements = statementsIn(query.mock.calls);
    query.mockRestore();

    const client = new pg.Client(url);
    await client.connect();
    const plans: { text: string; plan: string }[] = [];
    for (const [text, values] of statements) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN ${text}`,
        values,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      plans.push({ text, plan });
    }
    await client.end();
    expect(plans.length).toBeGreaterThan(25);
    expect(plans.filter(({ plan }) => LARGE.test(plan))).toEqual([]);
  },
);
