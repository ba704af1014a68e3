import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OutgoingMessage } from '../message.ts';
import { leasedMessages, type MessageRow } from './store-rows.ts';
import { dueIn, leaseTimes } from './sqlite-due.ts';
import { inTransaction, unhurried } from './sqlite-file.ts';
import type { MessageLease, SettledMessage } from './sqlite-leases.ts';
import {
  LEASE_MS,
  ORDER_WAIT_MS,
  type LeasedMessage,
  type MessageOutcome,
} from './store.ts';

/** The messages of the embedded store, from the mapping to the delivery. */
export class SqliteMessages {
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  readonly #insert: StatementSync;
  readonly #insertBody: StatementSync;
  readonly #lease: StatementSync;
  readonly #due: StatementSync;
  readonly #keep: StatementSync;
  readonly #again: StatementSync;
  readonly #putOff: StatementSync;
  readonly #done: StatementSync;
  readonly #takeBack: StatementSync;
  readonly #mapAgain: StatementSync;

  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
    // What is older and about the same order, and waits to be sent again, goes first: for a while.
    this.#insert = db.prepare(
      `INSERT INTO messages (message_id, webhook_key, event, body_bytes, status, reason, flags, basis, decision, resource,
         mapped_at, occurred_at, settled_at, due_at)
       VALUES (:messageId, :key, :event, :bodyBytes, :status, :reason, :flags, :basis, :decision, :resource,
         :now, :occurredAt, :settledAt,
         max(:now, min(:now + ${String(ORDER_WAIT_MS)}, coalesce((SELECT max(due_at) FROM messages
           WHERE resource = :resource AND status = 'mapped' AND lease IS NULL), 0))))
       ON CONFLICT (message_id) DO NOTHING`,
    );
    this.#insertBody = db.prepare(
      `INSERT INTO message_bodies (seq, body) VALUES (?, ?)`,
    );
    this.#lease = db.prepare(
      `UPDATE messages SET due_at = :until, lease = :lease, starts = starts + 1,
         first_start_at = coalesce(first_start_at, :now)
       WHERE seq IN (${dueIn('messages', `status = 'mapped'`)})
       RETURNING seq, message_id, (SELECT body FROM message_bodies WHERE seq = messages.seq) AS body, failures, starts, first_start_at, occurred_at, resource, basis`,
    );
    this.#due = db.prepare(
      `SELECT due_at FROM messages WHERE message_id = ? AND lease = ?`,
    );
    this.#keep = db.prepare(
      `UPDATE messages SET due_at = ? WHERE message_id = ? AND lease = ?`,
    );
    this.#again = db.prepare(
      `UPDATE messages AS me SET reason = :reason, failures = failures + :failed, lease = NULL,
         first_start_at = CASE WHEN :untried = 1 AND starts = 1 THEN NULL ELSE first_start_at END,
         starts = starts - :untried,
         due_at = max(:dueAt, coalesce((SELECT min(max(older.due_at), me.mapped_at + ${String(ORDER_WAIT_MS)})
           FROM messages AS older
           WHERE older.resource = me.resource AND older.status = 'mapped' AND older.lease IS NULL
             AND older.seq < me.seq), 0))
       WHERE message_id = :messageId AND lease = :lease RETURNING seq, resource, due_at`,
    );
    this.#putOff = db.prepare(
      `UPDATE messages SET due_at = max(due_at, min(:dueAt, mapped_at + ${String(ORDER_WAIT_MS)}))
       WHERE resource = :resource AND status = 'mapped' AND lease IS NULL AND seq > :seq`,
    );
    this.#done = db.prepare(
      `UPDATE messages SET status = :status, reason = :reason, settled_at = :now, lease = NULL
       WHERE message_id = :messageId AND lease = :lease`,
    );
    this.#takeBack = db.prepare(
      `DELETE FROM messages WHERE message_id = ? AND lease = ? RETURNING webhook_key AS key`,
    );
    this.#mapAgain = db.prepare(
      `UPDATE webhooks SET status = 'received', starts = 0, settled_at = NULL, due_at = :now
       WHERE key = :key AND body_bytes > 0`,
    );
  }

  /** Adds a mapped message; within a transaction. */
  add(key: string, resource: string | null, message: OutgoingMessage): void {
    const { messageId, event, body, blocked, flags, basis } = message;
    const now = this.#now();
    const { changes, lastInsertRowid } = this.#insert.run({
      messageId,
      key,
      event,
      bodyBytes: Buffer.byteLength(body),
      status: blocked === undefined ? 'mapped' : 'dead',
      reason: blocked ?? null,
      flags: flags.length > 0 ? JSON.stringify(flags) : null,
      basis: basis ? JSON.stringify(basis) : null,
      decision: message.decision,
      resource,
      occurredAt: message.occurredAt,
      settledAt: blocked === undefined ? null : now,
      now,
    });
    if (changes > 0) this.#insertBody.run(lastInsertRowid, body);
  }

  /** On disk before it returns, with all that was written before: that sending was begun is never forgotten. */
  lease(limit: number): LeasedMessage[] {
    const lease = randomUUID();
    const rows = this.#lease.all({ lease, limit, ...leaseTimes(this.#now()) });
    return leasedMessages(rows as unknown as MessageRow[], lease);
  }

  /** See `Store.keepMessages`. If it is lost, so is this process, and with it the lease. */
  keep(leased: readonly MessageLease[]): readonly MessageLease[] {
    const now = this.#now();
    const kept = leased.flatMap((one) => {
      const row = this.#due.get(one.messageId, one.lease);
      return row ? [{ one, dueAt: Number(row['due_at']) }] : [];
    });
    if (kept.some(({ dueAt }) => dueAt < now + LEASE_MS / 2))
      unhurried(this.#db, () => {
        inTransaction(this.#db, () => {
          for (const { one } of kept)
            this.#keep.run(now + LEASE_MS, one.messageId, one.lease);
        });
      });
    return kept.map(({ one }) => one);
  }

  settle(settled: readonly SettledMessage[]): void {
    // If it is lost the same is sent again under the same id.
    unhurried(this.#db, () => {
      inTransaction(this.#db, () => {
        for (const { leased, outcome } of settled)
          this.#settleOne(leased, outcome);
      });
    });
  }

  #settleOne(
    { messageId, lease }: MessageLease,
    outcome: MessageOutcome,
  ): void {
    switch (outcome.status) {
      case 'taken back': {
        const taken = this.#takeBack.get(messageId, lease);
        if (taken)
          this.#mapAgain.run({ now: this.#now(), key: String(taken['key']) });
        return;
      }
      case 'waiting': {
        const { reason, dueAt, attempt } = outcome;
        const waiting = this.#again.get({
          messageId,
          lease,
          reason,
          dueAt,
          failed: attempt === 'failed' ? 1 : 0,
          untried: attempt === 'untried' ? 1 : 0,
        });
        if (waiting && typeof waiting['resource'] === 'string')
          this.#putOff.run({
            resource: waiting['resource'],
            seq: Number(waiting['seq']),
            dueAt: Number(waiting['due_at']),
          });
        return;
      }
      case 'handed over':
      case 'dead':
      case 'withheld':
        this.#done.run({
          messageId,
          lease,
          status: outcome.status,
          reason:
            outcome.status === 'handed over'
              ? (outcome.note ?? null)
              : outcome.reason,
          now: this.#now(),
        });
    }
  }
}
