import { DatabaseSync } from 'node:sqlite';
import { webhookRecord, type RecordRow } from './store-rows.ts';
import type { Backlog, NextDue, StoreCounts, WebhookRecord } from './store.ts';

/** Reads the embedded store, also beside the service that owns it. */
export class SqliteReader {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  static open(file: string): SqliteReader {
    const db = new DatabaseSync(file, { readOnly: true });
    db.exec('PRAGMA busy_timeout = 5000');
    return new SqliteReader(db);
  }

  counts(): Promise<StoreCounts> {
    const count = (table: string) =>
      Object.fromEntries(
        this.#db
          .prepare(
            `SELECT status, count(*) AS count FROM ${table} GROUP BY status`,
          )
          .all()
          .map(({ status, count }) => [String(status), Number(count)]),
      );
    return Promise.resolve({
      webhooks: count('webhooks'),
      messages: count('messages'),
      decisions: Object.fromEntries(
        this.#db
          .prepare(
            `SELECT decision, count(*) AS count FROM messages WHERE decision IS NOT NULL GROUP BY decision`,
          )
          .all()
          .map(({ decision, count }) => [String(decision), Number(count)]),
      ),
      flagged:
        this.#number(
          `SELECT count(*) AS number FROM messages WHERE flags IS NOT NULL`,
        ) ?? 0,
    });
  }

  backlog(): Backlog {
    const count = (table: string, condition: string) =>
      this.#number(
        `SELECT count(*) AS number FROM ${table} WHERE ${condition}`,
      ) ?? 0;
    return {
      webhooks: {
        waiting: count('webhooks', `status IN ('received', 'parked')`),
        oldest: this.#number(
          `SELECT min(due_at) AS number FROM webhooks WHERE status IN ('received', 'parked')`,
        ),
        dead: count('webhooks', `status = 'dead'`),
      },
      messages: {
        waiting: count('messages', `status = 'mapped'`),
        oldest: this.#number(
          `SELECT min(mapped_at) AS number FROM messages WHERE status = 'mapped'`,
        ),
        dead: count('messages', `status = 'dead'`),
      },
    };
  }

  recent(limit: number): Promise<WebhookRecord[]> {
    const rows = this.#db
      .prepare(
        `SELECT key, topic, shop, received_at, status, reason FROM webhooks ORDER BY seq DESC LIMIT ?`,
      )
      .all(limit);
    return Promise.resolve((rows as unknown as RecordRow[]).map(webhookRecord));
  }

  nextDue(): Promise<NextDue> {
    return Promise.resolve({
      webhooks: this.#number(
        `SELECT min(due_at) AS number FROM webhooks WHERE status IN ('received', 'parked')`,
      ),
      messages: this.#number(
        `SELECT min(due_at) AS number FROM messages WHERE status = 'mapped'`,
      ),
    });
  }

  #number(statement: string): number | undefined {
    const row = this.#db.prepare(statement).get();
    return typeof row?.['number'] === 'number' ? row['number'] : undefined;
  }

  close(): void {
    this.#db.close();
  }
}
