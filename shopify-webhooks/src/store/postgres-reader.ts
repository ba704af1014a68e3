import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { Queries } from './postgres-pool.ts';
import { webhookRecord, type RecordRow } from './store-rows.ts';
import type { Backlog, NextDue, StoreCounts, WebhookRecord } from './store.ts';

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

  async backlog(): Promise<Backlog> {
    const count = (table: string, oldest: string, waits: string) =>
      this.#queries.query<{
        waiting: number;
        oldest: number | null;
        dead: number;
      }>(
        `SELECT (SELECT count(*) FROM storefront_events.${table} WHERE ${waits}) AS waiting,
           (SELECT min(${oldest}) FROM storefront_events.${table} WHERE ${waits}) AS oldest,
           (SELECT count(*) FROM storefront_events.${table} WHERE status = 'dead') AS dead`,
      );
    const [webhooks] = await count(
      'webhooks',
      'due_at',
      `status IN ('received', 'parked')`,
    );
    const [messages] = await count(
      'messages',
      'mapped_at',
      `status = 'mapped'`,
    );
    return { webhooks: queueOf(webhooks), messages: queueOf(messages) };
  }

  async recent(limit: number): Promise<WebhookRecord[]> {
    const rows = await this.#queries.query<RecordRow>(
      `SELECT key, topic, shop, received_at, status, reason FROM storefront_events.webhooks ORDER BY seq DESC LIMIT $1`,
      [limit],
    );
    return rows.map(webhookRecord);
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

function queueOf(
  row: { waiting: number; oldest: number | null; dead: number } | undefined,
): Backlog['webhooks'] {
  const { waiting = 0, oldest, dead = 0 } = row ?? {};
  return { waiting, oldest: oldest ?? undefined, dead };
}
