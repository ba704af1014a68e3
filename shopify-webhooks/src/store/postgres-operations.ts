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
import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool } from './postgres-pool.ts';

/** Webhooks and messages of which a condition holds, each in its own words. */
const records = (webhooks: string, messages: string) => `FROM (
  SELECT 'webhook' AS type, key AS id, topic, shop, NULL AS event, received_at, status, reason, settled_at,
    NULL::bigint AS occurred_at, starts, seq, 0 AS kind FROM storefront_events.webhooks WHERE ${webhooks}
  UNION ALL
  SELECT 'message', message_id, coalesce(w.topic, ''), coalesce(w.shop, ''), m.event,
    coalesce(w.received_at, m.mapped_at), m.status, m.reason, m.settled_at, m.occurred_at, m.starts, m.seq, 1
  FROM storefront_events.messages AS m LEFT JOIN storefront_events.webhooks AS w ON w.key = m.webhook_key
  WHERE ${messages}) AS record`;

/** `Operations` on PostgreSQL, beside any number of processes that work on it. */
export class PostgresOperations implements Operations {
  readonly #pool: PostgresPool;
  readonly #clock: PostgresClock;

  constructor(pool: PostgresPool, clock: PostgresClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async dead(
    { topic, since = 0 }: RecordFilter,
    limit: number,
  ): Promise<DeadLetter[]> {
    const rows = await this.#pool.query<RecordRow>(
      `SELECT * ${records(`status = 'dead'`, `m.status = 'dead'`)}
       WHERE received_at >= $1 AND ($2::text IS NULL OR topic = $2)
       ORDER BY received_at, kind, seq LIMIT $3`,
      [since, topic ?? null, limit],
    );
    return rows.map(deadLetter);
  }

  async settledAfter(time: number, limit: number): Promise<SettledRecord[]> {
    const rows = await this.#pool.query<RecordRow>(
      `SELECT * ${records('settled_at > $1', 'm.settled_at > $1')} ORDER BY settled_at, kind, seq LIMIT $2`,
      [time, limit],
    );
    return rows.map(settledRecord);
  }

  async find(id: string): Promise<Found> {
    const [only, ...others] = await this.#pool.query<{ key: string }>(
      `SELECT key FROM storefront_events.webhooks WHERE starts_with(key, $1)
       UNION SELECT webhook_key FROM storefront_events.messages WHERE starts_with(message_id, $1) LIMIT 2`,
      [id],
    );
    if (!only) return { status: 'none' };
    if (others.length > 0) return { status: 'several' };
    const [webhook] = await this.#pool.query<WebhookRow>(
      `SELECT * FROM storefront_events.webhooks WHERE key = $1`,
      [only.key],
    );
    if (!webhook) return { status: 'none' };
    const messages = await this.#pool.query<MessageRow>(
      `SELECT * FROM storefront_events.messages WHERE webhook_key = $1 ORDER BY seq`,
      [only.key],
    );
    return { status: 'found', webhook: foundWebhook(webhook, messages) };
  }

  async countReplayable(selection: ReplaySelection): Promise<number> {
    const { condition, values } = replayable(selection);
    const [row] = await this.#pool.query<{ count: number }>(
      `SELECT count(*) FROM storefront_events.webhooks AS webhook WHERE ${condition}`,
      values,
    );
    return row?.count ?? 0;
  }

  async replay(
    selection: ReplaySelection,
    after: number,
    limit: number,
  ): Promise<Replayed> {
    const { condition, values } = replayable(selection);
    const place = values.length;
    const rows = await this.#pool.query<{ seq: number; key: string }>(
      `SELECT seq, key FROM storefront_events.webhooks AS webhook
       WHERE seq > $${String(place + 1)} AND (${condition}) ORDER BY seq LIMIT $${String(place + 2)}`,
      [...values, after, limit],
    );
    const webhooks = await this.#replay(
      rows.map(({ key }) => key),
      selection,
    );
    const last = rows.at(-1)?.seq;
    return { webhooks, next: rows.length < limit ? undefined : last };
  }

  /** Whatever was done to them meanwhile: what is leased or waits is left alone. */
  #replay(
    keys: readonly string[],
    selection: ReplaySelection,
  ): Promise<number> {
    const correct = selection.mode.type === 'correct';
    const { condition, values } = replayable(selection);

    return this.#pool.transaction(async ({ query }) => {
      const free = await query<{ key: string }>(
        `SELECT key FROM storefront_events.webhooks AS webhook
         WHERE key = ANY($${String(values.length + 1)}) AND status NOT IN ('received', 'parked') AND (${condition})
         FOR UPDATE`,
        [...values, keys],
      );
      const taken = await query<{ key: string }>(
        `UPDATE storefront_events.webhooks SET status = 'received', reason = NULL, starts = 0, settled_at = NULL,
           lease = NULL, due_at = ${NOW}, correction = correction + $3
         WHERE key = ANY($2) RETURNING key`,
        [this.#clock.given, free.map(({ key }) => key), correct ? 1 : 0],
      );
      if (!correct)
        await query(
          `DELETE FROM storefront_events.messages WHERE webhook_key = ANY($1) AND status = 'dead'`,
          [taken.map(({ key }) => key)],
        );
      return taken.length;
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function replayable({ topic, since = 0, key, mode }: ReplaySelection): {
  readonly condition: string;
  readonly values: readonly unknown[];
} {
  const hasMessage = (status: string) =>
    `EXISTS (SELECT 1 FROM storefront_events.messages WHERE webhook_key = webhook.key AND status = '${status}')`;
  const condition =
    mode.type === 'correct'
      ? `status = 'mapped' AND ${hasMessage('handed over')} AND NOT ${hasMessage('mapped')}`
      : `status = ANY($4) OR (status = 'mapped' AND 'dead' = ANY($4) AND ${hasMessage('dead')})`;
  return {
    condition: `octet_length(body) > 0 AND received_at >= $1 AND ($2::text IS NULL OR topic = $2)
      AND ($3::text IS NULL OR key = $3) AND (${condition})`,
    values: [
      since,
      topic ?? null,
      key ?? null,
      ...(mode.type === 'again' ? [mode.states] : []),
    ],
  };
}
