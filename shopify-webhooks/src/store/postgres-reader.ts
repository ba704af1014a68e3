import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { Queries } from './postgres-pool.ts';
import type { NextDue, StoreCounts, WebhookRecord } from './store.ts';

interface RecordRow {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly received_at: number;
  readonly status: string;
  readonly reason: string | null;
}

/** Reads what became of webhooks and messages in PostgreSQL. */
export class PostgresReader {
  readonly #queries: Queries;
  readonly #clock: PostgresClock;

  constructor(queries: Queries, clock: PostgresClock) {
    this.#queries = queries;
    this.#clock = clock;
  }

  async counts(): Promise<StoreCounts> {
    const [flagged] = await this.#queries.query<{ count: number }>(
      `SELECT count(*) FROM storefront_events.messages WHERE flags IS NOT NULL`,
    );
    return {
      webhooks: await this.#countBy('webhooks', 'status'),
      messages: await this.#countBy('messages', 'status'),
      decisions: await this.#countBy('messages', 'decision'),
      flagged: flagged?.count ?? 0,
    };
  }

  async #countBy(
    table: string,
    column: string,
  ): Promise<Record<string, number>> {
    const rows = await this.#queries.query<{ name: string; count: number }>(
      `SELECT ${column} AS name, count(*) FROM storefront_events.${table}
       WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY ${column}`,
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  async recent(limit: number): Promise<WebhookRecord[]> {
    const rows = await this.#queries.query<RecordRow>(
      `SELECT key, topic, shop, received_at, status, reason FROM storefront_events.webhooks ORDER BY seq DESC LIMIT $1`,
      [limit],
    );
    return rows.map(({ received_at, reason, ...record }) => ({
      ...record,
      receivedAt: received_at,
      reason: reason ?? undefined,
    }));
  }

  async nextDue(): Promise<NextDue> {
    const until = (table: string, condition: string) =>
      `(SELECT min(due_at) FROM storefront_events.${table} WHERE ${condition}) - ${NOW}`;
    const waits = `status IN ('received', 'parked')`;
    const [due] = await this.#queries.query<{
      webhooks: number | null;
      messages: number | null;
    }>(
      `SELECT least(${until('webhooks', `${waits} AND starts = 0`)}, ${until('webhooks', `${waits} AND starts > 0`)}) AS webhooks,
         ${until('messages', `status = 'mapped'`)} AS messages`,
      [this.#clock.given],
    );
    const at = (delay: number | null | undefined) =>
      delay === null || delay === undefined
        ? undefined
        : this.#clock.now() + delay;
    return { webhooks: at(due?.webhooks), messages: at(due?.messages) };
  }
}
