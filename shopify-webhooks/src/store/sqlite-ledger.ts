import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type {
  Denials,
  Handover,
  Known,
  LedgerEntry,
  Receipt,
  Subject,
} from '../ledger.ts';
import { knownOfSame, type SameRow } from './join-known.ts';
import { SqliteDenials } from './sqlite-denials.ts';
import { FORGET_MARKS } from './sqlite-erasure.ts';
import { inTransaction } from './sqlite-file.ts';
import { SAME } from './sqlite-merged.ts';
import type { HandoverRow } from './sqlite-rows.ts';
import type { PruneBefore, Recorded } from './store.ts';

/** Nothing is known of a subject. */
const unknown = (subject: string) =>
  ['subject', 'cart', 'visitor', 'customer']
    .map(
      (column) =>
        `NOT EXISTS (SELECT 1 FROM known WHERE ${column} = ${subject})`,
    )
    .join(' AND ');

/** Nothing is known that the denial `old` could lower. */
const UNKNOWN = `${unknown('old.subject')} AND NOT EXISTS (SELECT 1 FROM merged WHERE subject = old.subject)`;
/** Nothing is known of the customers that `old` says are one. */
const MERGED_UNKNOWN = `${unknown('old.subject')} AND ${unknown('old.kept')}`;

/** The ledger and the receipts in the embedded store. */
export class SqliteLedger {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #denials: SqliteDenials;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#denials = new SqliteDenials(db);
  }

  /** Adds what visitors' messages say, in one transaction: it is on disk when it returns. */
  record(entries: readonly LedgerEntry[]): Recorded[] {
    return inTransaction(this.#db, () =>
      entries.map((entry) => {
        if (entry.receipt) this.#keepReceipt(entry.receipt);
        this.#deny(entry);
        if (entry.withdrawn) this.#erase(entry.denial.subjects);
        if (entry.handover) this.#handOver(entry.handover, entry.receivedAt);
        return { status: 'recorded' };
      }),
    );
  }

  #keepReceipt(receipt: Receipt): void {
    this.#prepare(
      `INSERT INTO receipts (receipt_id, received_at, decided_at, categories, model, gpc, policy_version, platform, anonymous_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (receipt_id) DO NOTHING`,
    ).run(
      receipt.receiptId,
      receipt.receivedAt,
      receipt.decidedAt,
      JSON.stringify(receipt.categories),
      receipt.model ?? null,
      receipt.gpc ? 1 : 0,
      receipt.policyVersion,
      receipt.platform ?? null,
      receipt.anonymousId ?? null,
    );
  }

  #deny({ denial, receivedAt }: LedgerEntry): void {
    for (const subject of denial.subjects)
      for (const category of denial.categories)
        this.#denials.deny(subject, category, denial.at, receivedAt);
  }

  // The row stays, so that nobody else can take the place.
  #erase(subjects: readonly Subject[]): void {
    this.#prepare(
      `UPDATE handovers SET anonymous_id = NULL
       WHERE cart IN (SELECT value FROM json_each(:subjects)) OR visitor IN (SELECT value FROM json_each(:subjects))`,
    ).run({ subjects: JSON.stringify(subjects) });
    this.#prepare(
      `UPDATE known SET facts = json_remove(facts, '$.anonymousId', '$.userId')
       WHERE cart IN (SELECT value FROM json_each(:subjects)) OR visitor IN (SELECT value FROM json_each(:subjects))`,
    ).run({ subjects: JSON.stringify(subjects) });
  }

  #handOver(
    handover: NonNullable<LedgerEntry['handover']>,
    receivedAt: number,
  ): void {
    const { cart, visitor, anonymousId, categoryPreferences } = handover;
    this.#prepare(
      `INSERT INTO handovers (cart, visitor, anonymous_id, categories, received_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (cart) DO NOTHING`,
    ).run(
      cart,
      visitor,
      anonymousId,
      JSON.stringify(categoryPreferences),
      receivedAt,
    );
  }

  denialsOf(subjects: readonly Subject[]): Denials {
    return this.#denials.of(subjects);
  }

  // CROSS JOIN: SQLite keeps this order. It would read all that is known, to find the few that were asked for.
  knownOf(subjects: readonly Subject[]): ReadonlyMap<Subject, Known> {
    const rows = this.#prepare(
      `${SAME} SELECT same.subject, same.other, facts FROM same CROSS JOIN known ON known.subject = same.other`,
    ).all({ subjects: JSON.stringify(subjects) }) as unknown as SameRow[];
    return knownOfSame(rows);
  }

  handoversOf(carts: readonly Subject[]): ReadonlyMap<Subject, Handover> {
    const rows = this.#prepare(
      `SELECT cart, anonymous_id, categories FROM handovers
       WHERE cart IN (SELECT value FROM json_each(?)) AND anonymous_id IS NOT NULL`,
    ).all(JSON.stringify(carts)) as unknown as HandoverRow[];
    return new Map(
      rows.map(({ cart, anonymous_id: anonymousId, categories }) => [
        cart,
        {
          anonymousId,
          categoryPreferences: JSON.parse(categories) as CategoryPreferences,
        },
      ]),
    );
  }

  prune(before: PruneBefore, limit: number): number {
    const deleteFrom = (
      table: string,
      key: string,
      time: number,
      condition = 'TRUE',
    ) =>
      this.#prepare(
        `DELETE FROM ${table} WHERE (${key}) IN
         (SELECT ${key} FROM ${table} AS old WHERE received_at < ? AND ${condition} ORDER BY received_at LIMIT ?)`,
      ).run(time, limit).changes;
    const ofDenials = Math.min(before.visitors, before.orders);
    const deleted = inTransaction(this.#db, () => [
      deleteFrom('handovers', 'cart', before.visitors),
      deleteFrom('known', 'subject', before.orders),
      deleteFrom('merged', 'subject', ofDenials, MERGED_UNKNOWN),
      deleteFrom('denials', 'subject, category', ofDenials, UNKNOWN),
      deleteFrom('receipts', 'seq', before.receipts),
      this.#prepare(FORGET_MARKS).run().changes,
    ]);
    return deleted.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  // Compiled once: each webhook asks.
  #prepare(statement: string): StatementSync {
    const known = this.#statements.get(statement);
    if (known) return known;
    const prepared = this.#db.prepare(statement);
    this.#statements.set(statement, prepared);
    return prepared;
  }
}
