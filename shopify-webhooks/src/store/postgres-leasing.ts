import { randomUUID } from 'node:crypto';
import type { ConsentBasis } from '../ledger.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool } from './postgres-pool.ts';
import { LEASE_MS, type LeasedMessage, type LeasedWebhook } from './store.ts';

interface WebhookRow {
  readonly seq: number;
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly test: boolean;
  readonly received_at: number;
  readonly body: Uint8Array;
  readonly starts: number;
}

interface MessageRow {
  readonly seq: number;
  readonly message_id: string;
  readonly body: string;
  readonly failures: number;
  /** JSON. */
  readonly basis: string | null;
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }) =>
  a.seq - b.seq;

/** Takes work for a time. What another worker is taking at the same moment is passed over, not waited for. */
export class PostgresLeasing {
  readonly #pool: PostgresPool;
  readonly #clock: PostgresClock;

  constructor(pool: PostgresPool, clock: PostgresClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async webhooks(limit: number): Promise<LeasedWebhook[]> {
    const lease = randomUUID();
    const due = `status IN ('received', 'parked') AND due_at <= ${NOW}`;
    const rows = await this.#pool.query<WebhookRow>(
      `WITH unfinished AS MATERIALIZED (
         SELECT seq FROM storefront_events.webhooks WHERE ${due} AND starts > 0
         ORDER BY due_at, seq LIMIT least(1, $3::bigint) FOR UPDATE SKIP LOCKED
       ), fresh AS MATERIALIZED (
         SELECT seq FROM storefront_events.webhooks WHERE ${due} AND starts = 0
         ORDER BY due_at, seq LIMIT CASE WHEN EXISTS (SELECT 1 FROM unfinished) THEN 0 ELSE $3::bigint END
         FOR UPDATE SKIP LOCKED
       )
       UPDATE storefront_events.webhooks SET starts = starts + 1, due_at = ${NOW} + $4, lease = $2
       WHERE seq IN (SELECT seq FROM unfinished UNION ALL SELECT seq FROM fresh)
       RETURNING seq, key, topic, shop, test, received_at, body, starts`,
      [this.#clock.given, lease, limit, LEASE_MS],
    );
    return rows
      .sort(bySeq)
      .map(({ key, topic, shop, test, received_at, body, starts }) => ({
        webhook: {
          key,
          topic,
          shop,
          test,
          receivedAt: received_at,
          body: new Uint8Array(body),
        },
        starts,
        lease,
      }));
  }

  async messages(limit: number): Promise<LeasedMessage[]> {
    const lease = randomUUID();
    const rows = await this.#pool.query<MessageRow>(
      `WITH due AS MATERIALIZED (
         SELECT seq FROM storefront_events.messages WHERE status = 'mapped' AND due_at <= ${NOW}
         ORDER BY due_at, seq LIMIT $3 FOR UPDATE SKIP LOCKED
       )
       UPDATE storefront_events.messages SET due_at = ${NOW} + $4, lease = $2
       WHERE seq IN (SELECT seq FROM due)
       RETURNING seq, message_id, body, failures, basis`,
      [this.#clock.given, lease, limit, LEASE_MS],
    );
    return rows.sort(bySeq).map(({ message_id, body, failures, basis }) => ({
      messageId: message_id,
      body,
      failures,
      basis: basis === null ? undefined : (JSON.parse(basis) as ConsentBasis),
      lease,
    }));
  }
}
