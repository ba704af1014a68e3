import { DatabaseSync } from 'node:sqlite';
import type { Receipt } from '../ledger.ts';
import type { ReceiptRow } from './sqlite-rows.ts';

/** Reads the receipts of the embedded store, also beside the service that owns it. */
export class SqliteReceipts {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  static open(file: string): SqliteReceipts {
    const db = new DatabaseSync(file, { readOnly: true });
    db.exec('PRAGMA busy_timeout = 5000');
    return new SqliteReceipts(db);
  }

  /** False for a store that was last written by a version before there were receipts. */
  get exist(): boolean {
    return (
      this.#db
        .prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'receipts'`)
        .get() !== undefined
    );
  }

  /** Those received from `since` to before `until`, in milliseconds since 1970, oldest first, one at a time. */
  *between(since: number, until: number): Generator<Receipt> {
    const rows = this.#db
      .prepare(
        `SELECT * FROM receipts WHERE received_at >= ? AND received_at < ? ORDER BY received_at, seq`,
      )
      .iterate(since, until);
    for (const row of rows) yield receiptOf(row as unknown as ReceiptRow);
  }

  close(): void {
    this.#db.close();
  }
}

function receiptOf(row: ReceiptRow): Receipt {
  return {
    receiptId: row.receipt_id,
    receivedAt: row.received_at,
    decidedAt: row.decided_at,
    categories: JSON.parse(row.categories) as Receipt['categories'],
    model: (row.model ?? undefined) as Receipt['model'],
    gpc: row.gpc === 1,
    policyVersion: row.policy_version,
    platform: row.platform ?? undefined,
    anonymousId: row.anonymous_id ?? undefined,
  };
}
