import type { Denials, Subject } from '../ledger.ts';
import { denialsIn, type DenialRow } from './denial-rows.ts';
import { lookUp } from './postgres-look-up.ts';
import { SAME } from './postgres-merged.ts';
import type { Queries } from './postgres-pool.ts';

export interface Denial {
  readonly subject: Subject;
  readonly category: string;
  readonly at: number;
  readonly receivedAt: number;
}

/** Remembers denials: of those of the same category, the latest. */
export async function deny(
  queries: Queries,
  denials: readonly Denial[],
): Promise<void> {
  const latest = new Map<string, Denial>();
  for (const denial of denials) {
    const key = `${denial.subject} ${denial.category}`;
    if (denial.at > (latest.get(key)?.at ?? -Infinity)) latest.set(key, denial);
  }
  if (latest.size === 0) return;
  // In one order, whoever writes: nobody waits for somebody who waits for them.
  const rows = [...latest].sort(byKey).map(([, denial]) => denial);
  await queries.query(
    `INSERT INTO storefront_events.denials AS known (subject, category, denied_at, received_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
     ON CONFLICT (subject, category) DO UPDATE SET denied_at = excluded.denied_at, received_at = excluded.received_at
     WHERE excluded.denied_at > known.denied_at`,
    [
      rows.map(({ subject }) => subject),
      rows.map(({ category }) => category),
      rows.map(({ at }) => at),
      rows.map(({ receivedAt }) => receivedAt),
    ],
  );
}

/** Of the lock that a withdrawal needs alone, and whoever learns an identity shares. */
const WITHDRAWING = 7_305_912_886;

/**
 * Either a withdrawal sees the identities that have been learned, and takes them away; or whoever learns them sees it,
 * and does not. Until the end of the transaction.
 */
export async function lockDenials(
  queries: Queries,
  how: 'alone' | 'shared',
): Promise<void> {
  await queries.query(
    how === 'alone'
      ? `SELECT pg_advisory_xact_lock($1)`
      : `SELECT pg_advisory_xact_lock_shared($1)`,
    [WITHDRAWING],
  );
}

/** See `Ledger.denialsOf`. */
export async function denialsOf(
  queries: Queries,
  subjects: readonly Subject[],
): Promise<Denials> {
  if (subjects.length === 0) return new Map();
  const rows = await queries.query<DenialRow>(
    `${SAME} SELECT same.subject, category, max(denied_at) AS denied_at
     FROM same, ${lookUp('SELECT category, denied_at FROM storefront_events.denials WHERE denials.subject = same.other')} AS denied
     GROUP BY same.subject, category`,
    [subjects],
  );
  return denialsIn(rows);
}

function byKey(
  [a]: readonly [string, unknown],
  [b]: readonly [string, unknown],
) {
  return a < b ? -1 : 1;
}
