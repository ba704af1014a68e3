import { sameCustomers } from './postgres-merged.ts';
import type { Queries } from './postgres-pool.ts';
import type { Erasure } from './store.ts';

/** Webhooks whose body is to be erased, among them the one that asks for it. */
const OF_CUSTOMER = `key = $1 OR customer = ANY($2) OR resource = ANY($3)
  OR resource IN (SELECT subject FROM storefront_events.known WHERE customer = ANY($2))
  OR (customer IS NULL AND resource IS NULL AND EXISTS (
    SELECT 1 FROM unnest($4::text[]) AS name WHERE position(convert_to(name, 'UTF8') IN body) > 0))`;
const OF_SHOP = `key = $1 OR shop = $2`;

/** It may have to look into every body. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * Erases people from PostgreSQL, as SqliteErasure does from the embedded store; within a transaction that nobody else
 * settles beside. Who is mapping what is erased has its lease taken away, so that the outcome is not recorded.
 *
 * @param key of the webhook that asks for it
 */
export async function erase(
  queries: Queries,
  erasure: Erasure,
  key: string,
): Promise<void> {
  const run = (text: string, values: readonly unknown[] = []) =>
    queries.query(text, values, { timeoutMs: TIMEOUT_MS });
  if (erasure.scope === 'shop') {
    const { shop, isOnlyShop } = erasure;
    await eraseWebhooks(run, OF_SHOP, [key, shop]);
    await run(
      `DELETE FROM storefront_events.known WHERE shop = $1 OR $2::boolean`,
      [shop, isOnlyShop],
    );
    if (isOnlyShop)
      for (const table of ['denials', 'merged', 'handovers', 'receipts'])
        await run(`DELETE FROM storefront_events.${table}`);
    return;
  }
  const { orders, names } = erasure;
  const customers = await sameCustomers(queries, erasure.customer);
  await eraseWebhooks(run, OF_CUSTOMER, [key, customers, orders, names]);
  const theirs = `FROM storefront_events.known WHERE customer = ANY($1) OR subject = ANY($1) OR subject = ANY($2)`;
  await run(
    `UPDATE storefront_events.handovers SET anonymous_id = NULL
     WHERE cart IN (SELECT cart ${theirs}) OR visitor IN (SELECT visitor ${theirs})`,
    [customers, orders],
  );
  await run(`DELETE ${theirs}`, [customers, orders]);
  for (const table of ['denials', 'merged'])
    await run(
      `DELETE FROM storefront_events.${table} WHERE subject = ANY($1)`,
      [customers],
    );
}

async function eraseWebhooks(
  run: (text: string, values: readonly unknown[]) => Promise<unknown>,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  const theirs = `webhook_key IN (SELECT key FROM storefront_events.webhooks WHERE ${condition})`;
  await run(
    `DELETE FROM storefront_events.messages WHERE status = 'mapped' AND ${theirs}`,
    values,
  );
  await run(
    `UPDATE storefront_events.messages SET body = '', basis = NULL, reason = 'erased' WHERE ${theirs}`,
    values,
  );
  await run(
    `UPDATE storefront_events.webhooks SET body = '', customer = NULL, resource = NULL, waits_for = NULL, lease = NULL,
       reason = CASE WHEN key = $1 THEN reason ELSE 'erased' END,
       status = CASE WHEN status IN ('received', 'parked', 'dead') THEN 'ignored' ELSE status END
     WHERE ${condition}`,
    values,
  );
}
