import type { Subject } from '../ledger.ts';
import { namesOf, ownersOf, type Named } from './named.ts';
import { sameCustomers } from './postgres-merged.ts';
import type { Queries } from './postgres-pool.ts';
import type { Erasure, Settled } from './store.ts';

type OfCustomer = Extract<Erasure, { scope: 'customer' }>;
type Run = <Row extends object>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** Webhooks whose body is to be erased, among them the one that asks for it. */
const OF_CUSTOMER = `key = ANY($1) OR customer = ANY($2) OR resource = ANY($3)
  OR resource IN (SELECT subject FROM storefront_events.known WHERE customer = ANY($2))`;
const OF_SHOP = `key = $1 OR shop = $2`;

/** It may have to change every row of a shop. */
const TIMEOUT_MS = 10 * 60_000;

/** Forgets who was erased when nothing earlier waits to be mapped. */
export const FORGET_MARKS = `DELETE FROM storefront_events.erased
  WHERE NOT ${waits('starts = 0')} AND NOT ${waits('starts > 0')}`;

/** By the index of those that were not begun, or of those that were. */
function waits(begun: string): string {
  return `EXISTS (SELECT 1 FROM storefront_events.webhooks
    WHERE status IN ('received', 'parked') AND ${begun} AND seq <= up_to)`;
}

/** What is known of customers, the first parameter, and resources, the second. */
const KNOWN = `FROM storefront_events.known WHERE customer = ANY($1) OR subject = ANY($1) OR subject = ANY($2)`;

/**
 * Erases people from PostgreSQL, as SqliteErasure does from the embedded store; within a transaction that nobody else
 * settles beside.
 *
 * @param key of the webhook that asks for it
 * @param named what is theirs beside what is known to be
 */
export async function erase(
  queries: Queries,
  erasure: Erasure,
  key: string,
  named: Named,
): Promise<void> {
  const run: Run = (text, values = []) =>
    queries.query(text, values, { timeoutMs: TIMEOUT_MS });
  if (erasure.scope === 'customer') {
    await eraseCustomer(run, erasure, key, named);
    return;
  }
  const { shop, isOnlyShop } = erasure;
  await eraseWebhooks(run, OF_SHOP, [key, shop]);
  await run(
    `DELETE FROM storefront_events.known WHERE shop = $1 OR $2::boolean`,
    [shop, isOnlyShop],
  );
  if (isOnlyShop)
    for (const table of ['denials', 'merged', 'handovers', 'receipts'])
      await run(`DELETE FROM storefront_events.${table}`);
}

async function eraseCustomer(
  run: Run,
  erasure: OfCustomer,
  key: string,
  named: Named,
): Promise<void> {
  const customers = await sameCustomers({ query: run }, erasure.customer);
  const resources = [...erasure.orders, ...named.resources];
  await eraseWebhooks(run, OF_CUSTOMER, [
    [key, ...named.keys],
    customers,
    resources,
  ]);
  await mark({ query: run }, erasure, customers, resources);
  await run(
    `UPDATE storefront_events.handovers SET anonymous_id = NULL
     WHERE cart IN (SELECT cart ${KNOWN}) OR visitor IN (SELECT visitor ${KNOWN})`,
    [customers, resources],
  );
  await run(`DELETE ${KNOWN}`, [customers, resources]);
  for (const table of ['denials', 'merged'])
    await run(
      `DELETE FROM storefront_events.${table} WHERE subject = ANY($1)`,
      [customers],
    );
  await run(FORGET_MARKS);
}

/** Of the lock that erasing needs alone, and any other settling shares. */
const ERASING = 7_305_912_885;

/** Nobody may record what they have just mapped of somebody who is being erased. */
export async function lockErasing(
  { query }: Queries,
  alone: boolean,
): Promise<void> {
  await query(
    alone
      ? `SELECT pg_advisory_xact_lock($1)`
      : `SELECT pg_advisory_xact_lock_shared($1)`,
    [ERASING],
  );
}

/** Remembers who is erased, for what waits to be mapped. */
export async function mark(
  { query }: Queries,
  erasure: OfCustomer,
  customers: readonly Subject[],
  resources: readonly Subject[],
): Promise<void> {
  await query(
    `INSERT INTO storefront_events.erased (subject, up_to)
     SELECT subject, (SELECT max(seq) FROM storefront_events.webhooks)
     FROM (SELECT unnest($3::text[]) AS subject UNION SELECT subject ${KNOWN}) AS marks
     ON CONFLICT (subject) DO UPDATE SET up_to = excluded.up_to`,
    [customers, resources, [...customers, ...namesOf(erasure), ...resources]],
  );
}

/**
 * Erases what was received before somebody was erased, and is theirs, instead of recording what became of it. Gives the
 * others.
 */
export async function eraseLate(
  { query }: Queries,
  settled: readonly Settled[],
): Promise<readonly Settled[]> {
  const asking = settled.filter(({ outcome }) => outcome.status !== 'erased');
  const earlier = await query<{ key: string; seq: number }>(
    `SELECT key, seq FROM storefront_events.webhooks
     JOIN unnest($1::text[], $2::text[]) AS ours (key, lease) USING (key, lease)
     WHERE EXISTS (SELECT 1 FROM storefront_events.erased)
       AND seq <= (SELECT max(up_to) FROM storefront_events.erased)`,
    [
      asking.map(({ leased }) => leased.webhook.key),
      asking.map(({ leased }) => leased.lease),
    ],
  );
  const seqOf = new Map(earlier.map(({ key, seq }) => [key, seq]));
  const late: Settled[] = [];
  for (const one of asking) {
    const seq = seqOf.get(one.leased.webhook.key);
    if (seq === undefined) continue;
    const [found] = await query<{ up_to: number | null }>(
      `SELECT max(up_to) AS up_to FROM storefront_events.erased WHERE subject = ANY($1) AND up_to >= $2`,
      [ownersOf(one.leased.webhook, one), seq],
    );
    if (typeof found?.up_to !== 'number') continue;
    late.push(one);
    await eraseOne(query, one, found.up_to);
  }
  return settled.filter((one) => !late.includes(one));
}

async function eraseOne(
  run: Run,
  { leased, ledger }: Settled,
  upTo: number,
): Promise<void> {
  await eraseWebhooks(run, `key = $1`, [leased.webhook.key]);
  const { concerns, facts = [] } = ledger ?? {};
  // Whatever else is of this order, and waits.
  if (concerns?.resource !== undefined)
    await run(
      `INSERT INTO storefront_events.erased AS mark (subject, up_to) VALUES ($1, $2)
       ON CONFLICT (subject) DO UPDATE SET up_to = greatest(mark.up_to, excluded.up_to)`,
      [concerns.resource, upTo],
    );
  await run(
    `UPDATE storefront_events.handovers SET anonymous_id = NULL WHERE cart = ANY($1) OR visitor = ANY($1)`,
    [facts.flatMap(({ cart, visitor }) => [cart ?? [], visitor ?? []].flat())],
  );
}

async function eraseWebhooks(
  run: Run,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  const theirs = `webhook_key IN (SELECT key FROM storefront_events.webhooks WHERE ${condition})`;
  await run(
    `DELETE FROM storefront_events.messages WHERE status = 'mapped' AND ${theirs}`,
    values,
  );
  await run(
    `UPDATE storefront_events.messages SET body = '', basis = NULL, resource = NULL, reason = 'erased' WHERE ${theirs}`,
    values,
  );
  await run(
    `UPDATE storefront_events.webhooks SET body = '', customer = NULL, resource = NULL, waits_for = NULL, lease = NULL,
       reason = CASE WHEN status = 'erased' THEN reason ELSE 'erased' END,
       status = CASE WHEN status IN ('received', 'parked', 'dead') THEN 'ignored' ELSE status END
     WHERE ${condition}`,
    values,
  );
}
