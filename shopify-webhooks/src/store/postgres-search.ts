import { namedAmong, spellingsOf, type Named, type Stored } from './named.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import { lockErasing, mark } from './postgres-erasure.ts';
import { sameCustomers } from './postgres-merged.ts';
import type { PostgresPool } from './postgres-pool.ts';
import {
  LEASE_MS,
  type Erasure,
  type LeasedWebhook,
  type Settled,
} from './store.ts';

/** How many rows are looked at in one statement. */
const PAGE_ROWS = 2000;
/** Their bodies may be large. */
const TIMEOUT_MS = 60_000;

/** What is to be erased beside what is known to be of somebody who asked for it. */
export async function findNamed(
  pool: PostgresPool,
  clock: PostgresClock,
  settled: readonly Settled[],
): Promise<Named> {
  const all: Named[] = [];
  for (const { leased, outcome } of settled)
    if (outcome.status === 'erased' && outcome.erase.scope === 'customer')
      all.push(await findOne(pool, clock, leased, outcome.erase));
  return {
    keys: all.flatMap(({ keys }) => keys),
    resources: all.flatMap(({ resources }) => resources),
  };
}

/**
 * Looks into every stored body that is not known to be of any customer, a page at a time: it is no transaction, and
 * holds up nobody. What waits to be mapped at its beginning is found by their mark. The lease of the webhook that asks
 * for it is kept up.
 */
async function findOne(
  pool: PostgresPool,
  clock: PostgresClock,
  { webhook, lease }: LeasedWebhook,
  erasure: Extract<Erasure, { scope: 'customer' }>,
): Promise<Named> {
  await pool.transaction(async (queries) => {
    await lockErasing(queries, true);
    const customers = await sameCustomers(queries, erasure.customer);
    await mark(queries, erasure, customers, erasure.orders);
  });
  const names = spellingsOf(erasure.names);
  const found: Stored[] = [];
  let after = 0;
  for (;;) {
    const [page] = await pool.query<{ last: number | null }>(
      `SELECT max(seq) AS last FROM (
         SELECT seq FROM storefront_events.webhooks WHERE seq > $1 ORDER BY seq LIMIT $2) AS page`,
      [after, PAGE_ROWS],
    );
    if (typeof page?.last !== 'number') break;
    found.push(...(await candidates(pool, names, after, page.last)));
    after = page.last;
    await pool.query(
      `UPDATE storefront_events.webhooks SET due_at = ${NOW} + $4 WHERE key = $2 AND lease = $3`,
      [clock.given, webhook.key, lease, LEASE_MS],
    );
  }
  return namedAmong(found, erasure);
}

// As text that any bytes have, so that letters can be compared without their case.
function candidates(
  pool: PostgresPool,
  names: readonly string[],
  after: number,
  last: number,
): Promise<Stored[]> {
  return pool.query<Stored>(
    `WITH names AS MATERIALIZED (
       SELECT DISTINCT lower(encode(convert_to(name, 'UTF8'), 'escape')) AS name FROM unnest($1::text[]) AS name)
     SELECT key, topic, body, resource, status
     FROM storefront_events.webhooks, LATERAL (SELECT lower(encode(body, 'escape')) AS text OFFSET 0) AS lowered
     WHERE seq > $2 AND seq <= $3 AND customer IS NULL AND status <> 'received'
       AND EXISTS (SELECT 1 FROM names WHERE position(name IN text) > 0)`,
    [names, after, last],
    { timeoutMs: TIMEOUT_MS },
  );
}
