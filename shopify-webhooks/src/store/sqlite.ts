import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ConsentBasis } from '../ledger.ts';
import type { Webhook } from '../webhook.ts';
import { GroupCommit } from './group-commit.ts';
import {
  codeOf,
  inTransaction,
  lockFile,
  openDatabase,
} from './sqlite-file.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { SqliteReader } from './sqlite-reader.ts';
import type { MessageRow, WebhookRow } from './sqlite-rows.ts';
import { SqliteSettling } from './sqlite-settling.ts';
import {
  LEASE_MS,
  type Added,
  type LeasedMessage,
  type LeasedWebhook,
  type MessageOutcome,
  type NextDue,
  type Settled,
  type Store,
  type StoreCounts,
  type WebhookRecord,
} from './store.ts';

/** The embedded store: one SQLite file, one process. Durable against power loss (`synchronous=FULL`). */
export class SqliteStore implements Store {
  readonly ledger: SqliteLedger;
  /** Nobody else adds anything: this is in case a clock was set back. */
  readonly pollMs = 30_000;
  readonly #db: DatabaseSync;
  readonly #reader: SqliteReader;
  readonly #settling: SqliteSettling;
  readonly #lock: DatabaseSync | undefined;
  readonly #now: () => number;
  readonly #adds: GroupCommit<Webhook, Added>;

  private constructor(
    db: DatabaseSync,
    lock: DatabaseSync | undefined,
    now: () => number,
  ) {
    this.ledger = new SqliteLedger(db);
    this.#db = db;
    this.#reader = new SqliteReader(db);
    this.#settling = new SqliteSettling(db, now);
    this.#lock = lock;
    this.#now = now;
    this.#adds = new GroupCommit((webhooks) => this.#insert(webhooks), {
      sizeOf: ({ body }) => body.byteLength,
    });
  }

  /**
   * Opens the store for the service, creating it if need be. Only one process may: what another left leased when it
   * died is free at once.
   *
   * @throws StoreInUseError if another process has it open
   */
  static open(file: string, now: () => number): SqliteStore {
    const lock = lockFile(file);
    const db = openDatabase(file);
    db.prepare(
      `UPDATE webhooks SET due_at = :now, lease = NULL WHERE lease IS NOT NULL AND status IN ('received', 'parked')`,
    ).run({ now: now() });
    db.prepare(
      `UPDATE messages SET due_at = :now, lease = NULL WHERE lease IS NOT NULL AND status = 'mapped'`,
    ).run({ now: now() });
    return new SqliteStore(db, lock, now);
  }

  async add(webhook: Webhook): Promise<Added> {
    try {
      return await this.#adds.add(webhook);
    } catch (error) {
      return { status: 'unavailable', reason: codeOf(error) };
    }
  }

  #insert(webhooks: readonly Webhook[]): Added[] {
    const insert = this.#db.prepare(
      `INSERT INTO webhooks (key, topic, shop, test, received_at, body, due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    );
    return inTransaction(this.#db, () =>
      webhooks.map(({ key, topic, shop, test, receivedAt, body }) => {
        const { changes } = insert.run(
          key,
          topic,
          shop,
          test ? 1 : 0,
          receivedAt,
          body,
          receivedAt,
        );
        return { status: changes === 0 ? 'duplicate' : 'received' };
      }),
    );
  }

  leaseWebhooks(limit: number): Promise<LeasedWebhook[]> {
    const suspect = this.#leaseWebhooks('starts > 0', Math.min(1, limit));
    return Promise.resolve(
      suspect.length > 0 ? suspect : this.#leaseWebhooks('starts = 0', limit),
    );
  }

  #leaseWebhooks(condition: string, limit: number): LeasedWebhook[] {
    const lease = randomUUID();
    const rows = this.#db
      .prepare(
        `UPDATE webhooks SET starts = starts + 1, due_at = :until, lease = :lease
         WHERE seq IN (SELECT seq FROM webhooks WHERE status IN ('received', 'parked') AND due_at <= :now AND ${condition}
                       ORDER BY due_at, seq LIMIT :limit)
         RETURNING key, topic, shop, test, received_at, body, starts`,
      )
      .all({ lease, limit, now: this.#now(), until: this.#now() + LEASE_MS });
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
      lease,
    }));
  }

  settleWebhooks(settled: readonly Settled[]): Promise<void> {
    this.#settling.settle(settled);
    return Promise.resolve();
  }

  leaseMessages(limit: number): Promise<LeasedMessage[]> {
    const lease = randomUUID();
    const rows = this.#db
      .prepare(
        `UPDATE messages SET due_at = :until, lease = :lease
         WHERE seq IN (SELECT seq FROM messages WHERE status = 'mapped' AND due_at <= :now
                       ORDER BY due_at, seq LIMIT :limit)
         RETURNING seq, message_id, body, failures, basis`,
      )
      .all({ lease, limit, now: this.#now(), until: this.#now() + LEASE_MS });
    return Promise.resolve(
      (rows as unknown as MessageRow[])
        .sort((a, b) => a.seq - b.seq)
        .map(({ message_id, body, failures, basis }) => ({
          messageId: message_id,
          body,
          failures,
          basis:
            basis === null ? undefined : (JSON.parse(basis) as ConsentBasis),
          lease,
        })),
    );
  }

  settleMessages(
    settled: readonly { leased: LeasedMessage; outcome: MessageOutcome }[],
  ): Promise<void> {
    const again = this.#db.prepare(
      `UPDATE messages SET due_at = ?, reason = ?, failures = failures + ?, lease = NULL
       WHERE message_id = ? AND lease = ?`,
    );
    const done = this.#db.prepare(
      `UPDATE messages SET status = ?, reason = ?, settled_at = ?, lease = NULL WHERE message_id = ? AND lease = ?`,
    );
    inTransaction(this.#db, () => {
      for (const { leased, outcome } of settled) {
        const { messageId, lease } = leased;
        if (outcome.status === 'taken back') this.#takeBack(leased);
        else if (outcome.status === 'waiting')
          again.run(
            outcome.dueAt,
            outcome.reason,
            outcome.counted ? 1 : 0,
            messageId,
            lease,
          );
        else
          done.run(
            outcome.status,
            outcome.status === 'dead' ? outcome.reason : null,
            this.#now(),
            messageId,
            lease,
          );
      }
    });
    return Promise.resolve();
  }

  #takeBack({ messageId, lease }: LeasedMessage): void {
    const taken = this.#db
      .prepare(
        `DELETE FROM messages WHERE message_id = ? AND lease = ? RETURNING webhook_key AS key`,
      )
      .get(messageId, lease);
    if (taken)
      this.#db
        .prepare(
          `UPDATE webhooks SET status = 'received', starts = 0, due_at = :now
           WHERE key = :key AND length(body) > 0`,
        )
        .run({ now: this.#now(), key: String(taken['key']) });
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

  listen(): () => Promise<void> {
    return () => Promise.resolve();
  }

  close(): Promise<void> {
    this.#db.close();
    this.#lock?.close();
    return Promise.resolve();
  }
}
