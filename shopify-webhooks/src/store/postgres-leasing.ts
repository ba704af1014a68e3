import { randomUUID } from 'node:crypto';
import { leasedMessages, type MessageRow } from './store-rows.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool } from './postgres-pool.ts';
import {
  LEASE_MS,
  LONGEST_WAIT_MS,
  type LeasedMessage,
  type LeasedWebhook,
} from './store.ts';

interface WebhookRow {
  readonly seq: number;
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly test: boolean;
  readonly received_at: number;
  readonly body: Uint8Array;
  readonly starts: number;
  readonly correction: number;
}

/** Conditions and limits of what is leased: `$3` is how many, `$5` is `LONGEST_WAIT_MS`. */
const DUE = `due_at <= ${NOW}`;
const ASTRAY = `due_at > ${NOW} + $5`;
const ALL = `$3::bigint`;
const ONE = `least(1, $3::bigint)`;

/** Finds, for the rest of a statement, what is to be leased by the first of these conditions that any meets. */
function firstFound(
  table: string,
  kinds: readonly (readonly [condition: string, limit: string])[],
): string {
  const name = (index: number) => `found_${String(index)}`;
  const all = kinds.map((_, index) => `SELECT seq FROM ${name(index)}`);
  const ctes = kinds.map(([condition, limit], index) => {
    const earlier = all.slice(0, index).join(' UNION ALL ');
    return `${name(index)} AS MATERIALIZED (
      SELECT seq FROM storefront_events.${table} WHERE ${condition} ORDER BY due_at, seq
      LIMIT ${earlier ? `CASE WHEN EXISTS (${earlier}) THEN 0 ELSE ${limit} END` : limit}
      FOR UPDATE SKIP LOCKED)`;
  });
  return `WITH ${ctes.join(', ')}, found AS (${all.join(' UNION ALL ')})`;
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

  /** What has gone astray (`LONGEST_WAIT_MS`) is given one at a time, when there is nothing else. */
  async webhooks(limit: number): Promise<LeasedWebhook[]> {
    const lease = randomUUID();
    // By the index of those that were begun, or of those that were not.
    const begun = `status IN ('received', 'parked') AND starts > 0`;
    const fresh = `status IN ('received', 'parked') AND starts = 0`;
    const rows = await this.#pool.unhurried<WebhookRow>(
      `${firstFound('webhooks', [
        [`${begun} AND ${DUE}`, ONE],
        [`${fresh} AND ${DUE}`, ALL],
        [`${begun} AND ${ASTRAY}`, ONE],
        [`${fresh} AND ${ASTRAY}`, ONE],
      ])}
       UPDATE storefront_events.webhooks SET starts = starts + 1, due_at = ${NOW} + $4, lease = $2
       WHERE seq IN (SELECT seq FROM found)
       RETURNING seq, key, topic, shop, test, received_at, body, starts, correction`,
      [this.#clock.given, lease, limit, LEASE_MS, LONGEST_WAIT_MS],
    );
    return rows.sort(bySeq).map((row) => ({
      webhook: {
        key: row.key,
        topic: row.topic,
        shop: row.shop,
        test: row.test,
        receivedAt: row.received_at,
        body: new Uint8Array(row.body),
      },
      starts: row.starts,
      correction: row.correction,
      lease,
    }));
  }

  /** See `Store.discountWebhooks`. */
  async discount(leased: readonly LeasedWebhook[]): Promise<void> {
    await this.#pool.unhurried(
      `UPDATE storefront_events.webhooks AS webhook SET starts = greatest(1, starts - 1)
       FROM unnest($1::text[], $2::text[]) AS ours (key, lease)
       WHERE webhook.key = ours.key AND webhook.lease = ours.lease`,
      [
        leased.map(({ webhook }) => webhook.key),
        leased.map(({ lease }) => lease),
      ],
    );
  }

  /** On disk before it returns, with all that was written before: that sending was begun is never forgotten. */
  async messages(limit: number): Promise<LeasedMessage[]> {
    const lease = randomUUID();
    const rows = await this.#pool.query<MessageRow>(
      `${firstFound('messages', [
        [`status = 'mapped' AND ${DUE}`, ALL],
        [`status = 'mapped' AND ${ASTRAY}`, ALL],
      ])}
       UPDATE storefront_events.messages SET due_at = ${NOW} + $4, lease = $2, starts = starts + 1,
         first_start_at = coalesce(first_start_at, ${NOW})
       WHERE seq IN (SELECT seq FROM found)
       RETURNING seq, message_id, body, failures, starts, first_start_at, occurred_at, resource, basis`,
      [this.#clock.given, lease, limit, LEASE_MS, LONGEST_WAIT_MS],
    );
    return leasedMessages(rows, lease);
  }

  /** See `Store.keepMessages`. */
  async keep(
    leased: readonly LeasedMessage[],
  ): Promise<readonly LeasedMessage[]> {
    const theirs = [
      leased.map(({ messageId }) => messageId),
      leased.map(({ lease }) => lease),
    ];
    const ours = `FROM unnest($2::text[], $3::text[]) AS ours (message_id, lease)
      WHERE message.message_id = ours.message_id AND message.lease = ours.lease`;
    const rows = await this.#pool.query<{ message_id: string; soon: boolean }>(
      `SELECT message.message_id, message.due_at < ${NOW} + $4 AS soon
       ${ours.replace('FROM', 'FROM storefront_events.messages AS message,')}`,
      [this.#clock.given, ...theirs, LEASE_MS / 2],
    );
    const kept = rows.some(({ soon }) => soon)
      ? await this.#pool.query<{ message_id: string }>(
          `UPDATE storefront_events.messages AS message SET due_at = ${NOW} + $4 ${ours} RETURNING message.message_id`,
          [this.#clock.given, ...theirs, LEASE_MS],
        )
      : rows;
    const ids = new Set(kept.map(({ message_id: id }) => id));
    return leased.filter(({ messageId }) => ids.has(messageId));
  }
}
