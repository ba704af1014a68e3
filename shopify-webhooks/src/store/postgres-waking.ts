import type { Subject } from '../ledger.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import { lookUp } from './postgres-look-up.ts';
import { isParked } from './postgres-outcomes.ts';
import type { PostgresPool } from './postgres-pool.ts';
import type { Settled } from './store.ts';

/**
 * What waits for something that is known now is due at once. After the transaction, not in it: of two workers, one of
 * whom parks what the other's webhook tells of, the later one sees what both have written.
 */
export async function wake(
  pool: PostgresPool,
  clock: PostgresClock,
  settled: readonly Settled[],
): Promise<void> {
  const subjects = settled.flatMap((one): Subject | readonly Subject[] =>
    isParked(one)
      ? (one.outcome.waitsFor ?? [])
      : (one.ledger?.facts ?? [])
          .filter(({ known }) => known.told)
          .map(({ subject }) => subject),
  );
  if (subjects.length === 0) return;
  const known = await pool.query<{ subject: Subject; facts: string }>(
    `SELECT asked.subject, known.facts FROM unnest($1::text[]) AS asked (subject),
       ${lookUp('SELECT waits_for FROM storefront_events.webhooks WHERE waits_for = asked.subject LIMIT 1')} AS waiting,
       ${lookUp('SELECT facts FROM storefront_events.known WHERE subject = waiting.waits_for')} AS known`,
    [subjects],
  );
  const told = known.filter(
    ({ facts }) => (JSON.parse(facts) as { told?: true }).told,
  );
  if (told.length === 0) return;
  await pool.unhurried(
    `UPDATE storefront_events.webhooks SET due_at = ${NOW}
     WHERE status = 'parked' AND lease IS NULL AND due_at > ${NOW} AND seq = ANY(ARRAY(
       SELECT waiting.seq FROM unnest($2::text[]) AS told (subject),
         ${lookUp('SELECT seq FROM storefront_events.webhooks WHERE waits_for = told.subject')} AS waiting))`,
    [clock.given, told.map(({ subject }) => subject)],
  );
}
