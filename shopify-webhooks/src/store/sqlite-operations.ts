import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type {
  DeadLetter,
  Found,
  Operations,
  RecordFilter,
  Replayed,
  ReplaySelection,
  SettledRecord,
} from './operations.ts';
import {
  deadLetter,
  foundWebhook,
  settledRecord,
  type MessageRow,
  type RecordRow,
  type WebhookRow,
} from './operation-rows.ts';
import { MIGRATIONS } from './schema.sql.ts';
import { inTransaction } from './sqlite-file.ts';

type Values = Readonly<Record<string, SQLInputValue>>;

const FROM_RECORDS = `FROM (
  SELECT 'webhook' AS type, key AS id, topic, shop, NULL AS event, received_at, status, reason, settled_at,
    NULL AS occurred_at, starts, seq, 0 AS kind FROM webhooks WHERE @webhooks
  UNION ALL
  SELECT 'message', message_id, coalesce(w.topic, ''), coalesce(w.shop, ''), m.event,
    coalesce(w.received_at, m.mapped_at), m.status, m.reason, m.settled_at, m.occurred_at, m.starts, m.seq, 1
  FROM messages AS m LEFT JOIN webhooks AS w ON w.key = m.webhook_key WHERE @messages)`;

/** `Operations` on the embedded store's file, beside the service that owns it. */
export class SqliteOperations implements Operations {
  readonly #db: DatabaseSync;
  readonly #now: () => number;

  /** @param file of a store that the service has opened before */
  constructor(file: string, now: () => number) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;',
    );
    const version = this.#db.prepare('PRAGMA user_version').get();
    if (version?.['user_version'] !== MIGRATIONS.length)
      throw new Error(
        `The store ${file} was written by another version of storefront-events: start the service of this version once.`,
      );
    this.#now = now;
  }

  dead(
    { topic, since = 0 }: RecordFilter,
    limit: number,
  ): Promise<DeadLetter[]> {
    const rows = this.#all<RecordRow>(
      `SELECT * ${records(`status = 'dead'`, `m.status = 'dead'`)}
       WHERE received_at >= :since AND (:topic IS NULL OR topic = :topic)
       ORDER BY received_at, kind, seq LIMIT :limit`,
      { topic: topic ?? null, since, limit },
    );
    return Promise.resolve(rows.map(deadLetter));
  }

  settledAfter(time: number, limit: number): Promise<SettledRecord[]> {
    const rows = this.#all<RecordRow>(
      `SELECT * ${records('settled_at > :time', 'm.settled_at > :time')}
       ORDER BY settled_at, kind, seq LIMIT :limit`,
      { time, limit },
    );
    return Promise.resolve(rows.map(settledRecord));
  }

  find(id: string): Promise<Found> {
    // A range, so that an index serves.
    const keys = this.#all<{ readonly key: string }>(
      `SELECT key FROM webhooks WHERE key >= :id AND key < :end
       UNION SELECT webhook_key FROM messages WHERE message_id >= :id AND message_id < :end LIMIT 2`,
      { id, end: `${id}\u{10FFFF}` },
    );
    const [only, ...others] = keys;
    if (!only) return Promise.resolve({ status: 'none' });
    if (others.length > 0) return Promise.resolve({ status: 'several' });
    const [webhook] = this.#all<WebhookRow>(
      `SELECT webhooks.*, coalesce(body, x'') AS body FROM webhooks LEFT JOIN webhook_bodies USING (seq) WHERE key = :key`,
      { key: only.key },
    );
    if (!webhook) return Promise.resolve({ status: 'none' });
    const messages = this.#all<MessageRow>(
      `SELECT messages.*, coalesce(body, '') AS body FROM messages LEFT JOIN message_bodies USING (seq)
       WHERE webhook_key = :key ORDER BY seq`,
      { key: only.key },
    );
    return Promise.resolve({
      status: 'found',
      webhook: foundWebhook(webhook, messages),
    });
  }

  countReplayable(selection: ReplaySelection): Promise<number> {
    const { condition, values } = replayable(selection);
    const [row] = this.#all<{ readonly count: number }>(
      `SELECT count(*) AS count FROM webhooks WHERE ${condition}`,
      values,
    );
    return Promise.resolve(row?.count ?? 0);
  }

  replay(
    selection: ReplaySelection,
    after: number,
    limit: number,
  ): Promise<Replayed> {
    const { condition, values } = replayable(selection);
    const correct = selection.mode.type === 'correct';
    const rows = this.#all<{ readonly seq: number; readonly key: string }>(
      `SELECT seq, key FROM webhooks WHERE seq > :after AND (${condition}) ORDER BY seq LIMIT :limit`,
      { ...values, after, limit },
    );
    const keys = rows.map(({ key }) => key);
    // Whatever was done to them meanwhile: what is leased or waits is left alone.
    const taken = inTransaction(this.#db, () =>
      keys.filter((key) =>
        this.#replayOne(key, correct, replayable({ ...selection, key })),
      ),
    );
    const last = rows.at(-1)?.seq;
    return Promise.resolve({
      webhooks: taken.length,
      next: rows.length < limit ? undefined : last,
    });
  }

  #replayOne(
    key: string,
    correct: boolean,
    { condition, values }: ReturnType<typeof replayable>,
  ): boolean {
    const { changes } = this.#db
      .prepare(
        `UPDATE webhooks SET status = 'received', reason = NULL, starts = 0, settled_at = NULL, lease = NULL,
           due_at = :now, correction = correction + :correct
         WHERE status NOT IN ('received', 'parked') AND (${condition})`,
      )
      .run({ ...values, now: this.#now(), correct: correct ? 1 : 0 });
    if (changes > 0 && !correct)
      this.#db
        .prepare(
          `DELETE FROM messages WHERE webhook_key = :key AND status = 'dead'`,
        )
        .run({ key });
    return changes > 0;
  }

  #all<Row>(statement: string, values: Values): Row[] {
    return this.#db.prepare(statement).all(values) as Row[];
  }

  close(): Promise<void> {
    this.#db.close();
    return Promise.resolve();
  }
}

function records(webhooks: string, messages: string): string {
  return FROM_RECORDS.replace('@webhooks', webhooks).replace(
    '@messages',
    messages,
  );
}

function replayable({ topic, since = 0, key, mode }: ReplaySelection): {
  readonly condition: string;
  readonly values: Values;
} {
  const hasMessage = (status: string) =>
    `EXISTS (SELECT 1 FROM messages WHERE webhook_key = webhooks.key AND status = '${status}')`;
  const condition =
    mode.type === 'correct'
      ? `status = 'mapped' AND ${hasMessage('handed over')} AND NOT ${hasMessage('mapped')}`
      : `status IN (SELECT value FROM json_each(:states))
         OR (status = 'mapped' AND 'dead' IN (SELECT value FROM json_each(:states)) AND ${hasMessage('dead')})`;
  return {
    condition: `body_bytes > 0 AND received_at >= :since AND (:topic IS NULL OR topic = :topic)
      AND (:key IS NULL OR key = :key) AND (${condition})`,
    values: {
      topic: topic ?? null,
      since,
      key: key ?? null,
      ...(mode.type === 'again' && { states: JSON.stringify(mode.states) }),
    },
  };
}
