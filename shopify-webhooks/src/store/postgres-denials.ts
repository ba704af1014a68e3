import type { Subject } from '../ledger.ts';
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

function byKey(
  [a]: readonly [string, unknown],
  [b]: readonly [string, unknown],
) {
  return a < b ? -1 : 1;
}
