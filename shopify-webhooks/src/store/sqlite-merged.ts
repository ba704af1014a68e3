import type { DatabaseSync } from 'node:sqlite';
import type { Merge, Subject } from '../ledger.ts';

/**
 * Remembers that one customer became a part of another. All that became one customer name the one that is kept, in
 * whichever order it was told; within a transaction.
 */
export function become(
  db: DatabaseSync,
  { from, into }: Merge,
  receivedAt: number,
): void {
  db.prepare(`DELETE FROM merged WHERE subject = ? AND kept = ?`).run(
    into,
    from,
  );
  db.prepare(
    `INSERT INTO merged (subject, kept, received_at)
     VALUES (:from, coalesce((SELECT kept FROM merged WHERE subject = :into), :into), :receivedAt)
     ON CONFLICT (subject) DO UPDATE SET kept = excluded.kept, received_at = excluded.received_at`,
  ).run({ from, into, receivedAt });
  db.prepare(
    `UPDATE merged SET kept = (SELECT kept FROM merged WHERE subject = :from) WHERE kept = :from`,
  ).run({ from });
}

/** Who is the same person as each of the subjects in the JSON list `:subjects`: themselves, and those merged with them. */
export const SAME = `
  WITH asked AS MATERIALIZED (
    SELECT value AS subject, coalesce((SELECT kept FROM merged WHERE merged.subject = value), value) AS kept
    FROM json_each(:subjects)
  ), same (subject, other) AS (
    SELECT subject, subject FROM asked
    UNION SELECT subject, kept FROM asked
    UNION SELECT asked.subject, merged.subject FROM asked JOIN merged ON merged.kept = asked.kept
  )`;

/** `joinKnown`, of two expressions that are JSON. */
export function joined(earlier: string, later: string): string {
  const [first, other] = [earlier, later].map(
    (facts) => `json_extract(${facts}, '$.firstOrderAt')`,
  );
  return `json_patch(json_patch(${earlier}, ${later}),
    json_object('firstOrderAt', coalesce(min(${String(first)}, ${String(other)}), ${String(first)}, ${String(other)})))`;
}

/** A customer, and those merged with them. */
export function sameCustomers(
  db: DatabaseSync,
  customer: Subject,
): readonly Subject[] {
  return db
    .prepare(`${SAME} SELECT other FROM same`)
    .all({ subjects: JSON.stringify([customer]) })
    .map(({ other }) => String(other));
}
