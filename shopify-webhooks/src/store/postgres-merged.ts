import type { Merge, Subject } from '../ledger.ts';
import type { Queries } from './postgres-pool.ts';

/** Remembers that one customer became a part of another, as the embedded store does; within a transaction. */
export async function become(
  { query }: Queries,
  { from, into }: Merge,
  receivedAt: number,
): Promise<void> {
  // Two of one customer at the same moment would not see each other.
  await query(
    `LOCK TABLE storefront_events.merged IN SHARE ROW EXCLUSIVE MODE`,
  );
  await query(
    `DELETE FROM storefront_events.merged WHERE subject = $1 AND kept = $2`,
    [into, from],
  );
  await query(
    `INSERT INTO storefront_events.merged (subject, kept, received_at)
     VALUES ($1, coalesce((SELECT kept FROM storefront_events.merged WHERE subject = $2), $2), $3)
     ON CONFLICT (subject) DO UPDATE SET kept = excluded.kept, received_at = excluded.received_at`,
    [from, into, receivedAt],
  );
  await query(
    `UPDATE storefront_events.merged SET kept = (SELECT kept FROM storefront_events.merged WHERE subject = $1)
     WHERE kept = $1`,
    [from],
  );
}

/** Who is the same person as each of the subjects in the list `$1`: themselves, and those merged with them. */
export const SAME = `
  WITH asked AS MATERIALIZED (
    SELECT value AS subject, coalesce(kept, value) AS kept
    FROM unnest($1::text[]) AS value LEFT JOIN storefront_events.merged ON merged.subject = value
  ), same (subject, other) AS MATERIALIZED (
    SELECT subject, subject FROM asked
    UNION SELECT subject, kept FROM asked
    UNION SELECT asked.subject, merged.subject FROM asked JOIN storefront_events.merged ON merged.kept = asked.kept
  )`;

/** A customer, and those merged with them. */
export async function sameCustomers(
  queries: Queries,
  customer: Subject,
): Promise<readonly Subject[]> {
  const rows = await queries.query<{ other: Subject }>(
    `${SAME} SELECT other FROM same`,
    [[customer]],
  );
  return rows.map(({ other }) => other);
}
