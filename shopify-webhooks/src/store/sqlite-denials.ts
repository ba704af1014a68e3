import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Denials, Subject } from '../ledger.ts';
import { denialsIn, type DenialRow } from './denial-rows.ts';
import { SAME } from './sqlite-merged.ts';

/** Who has denied what, in the embedded store. */
export class SqliteDenials {
  readonly #deny: StatementSync;
  readonly #of: StatementSync;

  constructor(db: DatabaseSync) {
    this.#deny = db.prepare(
      `INSERT INTO denials (subject, category, denied_at, received_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (subject, category) DO UPDATE SET denied_at = excluded.denied_at, received_at = excluded.received_at
       WHERE excluded.denied_at > denied_at`,
    );
    // CROSS JOIN: SQLite keeps this order. It would read all that is known, to find the few that were asked for.
    this.#of = db.prepare(
      `${SAME} SELECT same.subject, category, max(denied_at) AS denied_at
       FROM same CROSS JOIN denials ON denials.subject = same.other GROUP BY same.subject, category`,
    );
  }

  /** Remembers a denial; of those of the same category, the latest. Times are in milliseconds since 1970. */
  deny(
    subject: Subject,
    category: string,
    at: number,
    receivedAt: number,
  ): void {
    this.#deny.run(subject, category, at, receivedAt);
  }

  /** See `Ledger.denialsOf`. */
  of(subjects: readonly Subject[]): Denials {
    const rows = this.#of.all({
      subjects: JSON.stringify(subjects),
    }) as unknown as DenialRow[];
    return denialsIn(rows);
  }
}
