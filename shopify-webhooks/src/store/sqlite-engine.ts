import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Webhook } from '../webhook.ts';
import {
  inTransaction,
  lockFile,
  openDatabase,
  unhurried,
} from './sqlite-file.ts';
import { forget } from './sqlite-forget.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { SqliteMessages } from './sqlite-messages.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteCheckpoints } from './sqlite-checkpoints.ts';
import { dueIn, leaseTimes } from './sqlite-due.ts';
import type {
  Became,
  MessageLease,
  SettledMessage,
  SettledWebhook,
  WebhookLease,
} from './sqlite-leases.ts';
import type { WebhookRow } from './sqlite-rows.ts';
import { SqliteSettling } from './sqlite-settling.ts';
import type {
  Added,
  Backlog,
  ForgetBefore,
  LeasedMessage,
  LeasedWebhook,
  NextDue,
  StoreCounts,
  WebhookRecord,
} from './store.ts';

/**
 * The file of the embedded store, and everything that `SqliteStore` has done with it, one thing at a time: whoever calls
 * waits for the disk. Durable against power loss (`synchronous=FULL`).
 */
export class SqliteEngine {
  readonly ledger: SqliteLedger;
  readonly #db: DatabaseSync;
  readonly #reader: SqliteReader;
  readonly #settling: SqliteSettling;
  readonly #messages: SqliteMessages;
  readonly #lock: DatabaseSync | undefined;
  readonly #now: () => number;
  readonly #checkpoints: SqliteCheckpoints | undefined;

  private constructor(
    db: DatabaseSync,
    lock: DatabaseSync | undefined,
    now: () => number,
    checkpoints: SqliteCheckpoints | undefined,
  ) {
    this.ledger = new SqliteLedger(db);
    this.#db = db;
    this.#reader = new SqliteReader(db);
    this.#messages = new SqliteMessages(db, now);
    this.#checkpoints = checkpoints;
    this.#settling = new SqliteSettling(db, this.#messages, now, () =>
      checkpoints?.wait(),
    );
    this.#lock = lock;
    this.#now = now;
  }

  /**
   * Opens the store for the service, creating it if need be. Only one process may: what another left leased when it
   * died is free at once.
   *
   * @param checkpoints the file of the thread that writes the log into the file; undefined: that is done here
   * @throws StoreInUseError if another process has it open
   */
  static open(
    file: string,
    now: () => number,
    checkpoints?: URL,
  ): SqliteEngine {
    const lock = lockFile(file);
    const db = openDatabase(file);
    db.prepare(
      `UPDATE webhooks SET due_at = :now, lease = NULL WHERE lease IS NOT NULL AND status IN ('received', 'parked')`,
    ).run({ now: now() });
    // Not behind what was mapped later and waits as well: it may be about the same order.
    db.prepare(
      `UPDATE messages SET due_at = min(:now, mapped_at), lease = NULL WHERE lease IS NOT NULL AND status = 'mapped'`,
    ).run({ now: now() });
    return new SqliteEngine(
      db,
      lock,
      now,
      checkpoints && new SqliteCheckpoints(db, file, checkpoints),
    );
  }

  /** Keeps webhooks, in one transaction: they are on disk when it returns. */
  add(webhooks: readonly Webhook[]): Added[] {
    const insert = this.#db.prepare(
      `INSERT INTO webhooks (key, topic, shop, test, received_at, body_bytes, due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    );
    const insertBody = this.#db.prepare(
      `INSERT INTO webhook_bodies (seq, body) VALUES (?, ?)`,
    );
    return inTransaction(this.#db, () =>
      webhooks.map(({ key, topic, shop, test, receivedAt, body }) => {
        const { changes, lastInsertRowid } = insert.run(
          key,
          topic,
          shop,
          test ? 1 : 0,
          receivedAt,
          body.byteLength,
          receivedAt,
        );
        if (changes === 0) return { status: 'duplicate' };
        if (body.byteLength > 0) insertBody.run(lastInsertRowid, body);
        return { status: 'received' };
      }),
    );
  }

  leaseWebhooks(limit: number): LeasedWebhook[] {
    return unhurried(this.#db, () => {
      const suspect = this.#leaseWebhooks('starts > 0', Math.min(1, limit));
      return suspect.length > 0
        ? suspect
        : this.#leaseWebhooks('starts = 0', limit);
    });
  }

  #leaseWebhooks(condition: string, limit: number): LeasedWebhook[] {
    const lease = randomUUID();
    const rows = this.#db
      .prepare(
        `UPDATE webhooks SET starts = starts + 1, due_at = :until, lease = :lease
         WHERE seq IN (${dueIn('webhooks', `status IN ('received', 'parked') AND ${condition}`)})
         RETURNING key, topic, shop, test, received_at, starts, correction,
           coalesce((SELECT body FROM webhook_bodies WHERE seq = webhooks.seq), x'') AS body`,
      )
      .all({ lease, limit, ...leaseTimes(this.#now()) });
    return (rows as unknown as WebhookRow[]).map((row) => ({
      webhook: {
        key: row.key,
        topic: row.topic,
        shop: row.shop,
        test: row.test === 1,
        receivedAt: row.received_at,
        body: row.body,
      },
      starts: row.starts,
      correction: row.correction,
      lease,
    }));
  }

  discountWebhooks(leased: readonly WebhookLease[]): void {
    const discount = this.#db.prepare(
      `UPDATE webhooks SET starts = max(1, starts - 1) WHERE key = ? AND lease = ?`,
    );
    unhurried(this.#db, () => {
      inTransaction(this.#db, () => {
        for (const { webhook, lease } of leased)
          discount.run(webhook.key, lease);
      });
    });
  }

  settleWebhooks(
    settled: readonly SettledWebhook[],
  ): Promise<readonly Became[]> {
    return this.#settling.settle(settled);
  }

  leaseMessages(limit: number): LeasedMessage[] {
    return this.#messages.lease(limit);
  }

  keepMessages(leased: readonly MessageLease[]): readonly MessageLease[] {
    return this.#messages.keep(leased);
  }

  settleMessages(settled: readonly SettledMessage[]): void {
    this.#messages.settle(settled);
  }

  backlog(): Backlog {
    return this.#reader.backlog();
  }

  forget(before: ForgetBefore, limit: number): number {
    return forget(this.#db, before, limit);
  }

  counts(): Promise<StoreCounts> {
    return this.#reader.counts();
  }

  recent(limit: number): Promise<WebhookRecord[]> {
    return this.#reader.recent(limit);
  }

  nextDue(): Promise<NextDue> {
    return this.#reader.nextDue();
  }

  /** To be called after each of the other calls. */
  proceed(): void {
    this.#checkpoints?.proceed();
  }

  close(): void {
    this.#checkpoints?.close();
    this.#db.close();
    this.#lock?.close();
  }
}
