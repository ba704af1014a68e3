import type { Webhook } from '../webhook.ts';
import { GroupCommit } from './group-commit.ts';
import type { PaceCell } from './pace-cell.ts';
import { NOW, PostgresClock } from './postgres-clock.ts';
import { forget } from './postgres-forget.ts';
import { PostgresLeasing } from './postgres-leasing.ts';
import { PostgresLedger } from './postgres-ledger.ts';
import { listen } from './postgres-listener.ts';
import { settleMessages } from './postgres-messages.ts';
import { checkPostgres } from './postgres-migrate.ts';
import { PostgresNotifier } from './postgres-notifier.ts';
import { PostgresPace } from './postgres-pace.ts';
import { postgresCodeOf, PostgresPool } from './postgres-pool.ts';
import { PostgresReader } from './postgres-reader.ts';
import { PostgresSettling } from './postgres-settling.ts';
import {
  type Added,
  type Backlog,
  type ForgetBefore,
  type LeasedMessage,
  type LeasedWebhook,
  type MessageOutcome,
  type NextDue,
  type Settled,
  type Store,
  type StoreCounts,
  type WebhookRecord,
  type WebhookOutcome,
} from './store.ts';

/** Shopify waits for 5 s in all, and a group may have to wait for the one before it. */
const ADD_TIMEOUT_MS = 2000;

export interface PostgresOptions {
  /** Takes the place of the database's clock, in a test. */
  readonly now?: () => number;
  /** How many connections it may open; listening takes one more. */
  readonly maxConnections?: number;
}

/** The store beyond one machine: any number of processes receive into one PostgreSQL and work on it. */
export class PostgresStore implements Store {
  readonly ledger: PostgresLedger;
  /** The worst that a notification which is not heard costs. */
  readonly pollMs = 1000;
  /** Each is a part of fewer statements. */
  readonly webhooksAtOnce = 400;
  readonly #url: string;
  readonly #pool: PostgresPool;
  readonly #clock: PostgresClock;
  readonly #leasing: PostgresLeasing;
  readonly #settling: PostgresSettling;
  readonly #reader: PostgresReader;
  readonly #notifier: PostgresNotifier;
  readonly #adds: GroupCommit<Webhook, Added>;

  private constructor(url: string, pool: PostgresPool, clock: PostgresClock) {
    this.#url = url;
    this.#pool = pool;
    this.#clock = clock;
    this.ledger = new PostgresLedger(pool);
    this.#leasing = new PostgresLeasing(pool, clock);
    this.#settling = new PostgresSettling(pool, clock);
    this.#reader = new PostgresReader(pool, clock);
    this.#notifier = new PostgresNotifier(pool);
    this.#adds = new GroupCommit((webhooks) => this.#insert(webhooks), {
      sizeOf: ({ body }) => body.byteLength,
    });
  }

  /** @throws UnusableDatabaseError if it cannot be reached, is not migrated, or would not keep what it is given */
  static async open(
    url: string,
    { now, maxConnections = 6 }: PostgresOptions = {},
  ): Promise<PostgresStore> {
    const pool = new PostgresPool(url, maxConnections);
    try {
      await checkPostgres(pool);
    } catch (error) {
      await pool.close();
      throw error;
    }
    return new PostgresStore(url, pool, new PostgresClock(now));
  }

  async add(webhook: Webhook): Promise<Added> {
    try {
      return await this.#adds.add(webhook);
    } catch (error) {
      return { status: 'unavailable', reason: postgresCodeOf(error) };
    }
  }

  /**
   * One statement, which is one transaction. A key that another process has inserted and not committed is waited for: if
   * that one commits, ours is a duplicate of what is on disk; if not, ours is kept.
   */
  async #insert(webhooks: readonly Webhook[]): Promise<Added[]> {
    const inserted = await this.#pool.query<{ key: string }>(
      `INSERT INTO storefront_events.webhooks (key, topic, shop, test, received_at, body, due_at)
       SELECT key, topic, shop, test, received_at, body, ${NOW}
       FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::bigint[], $7::bytea[])
         WITH ORDINALITY AS webhook (key, topic, shop, test, received_at, body, place)
       ORDER BY place ON CONFLICT (key) DO NOTHING RETURNING key`,
      [
        this.#clock.given,
        webhooks.map(({ key }) => key),
        webhooks.map(({ topic }) => topic),
        webhooks.map(({ shop }) => shop),
        webhooks.map(({ test }) => test),
        webhooks.map(({ receivedAt }) => receivedAt),
        webhooks.map(({ body }) => body),
      ],
      { timeoutMs: ADD_TIMEOUT_MS },
    );
    const fresh = new Set(inserted.map(({ key }) => key));
    if (fresh.size > 0) this.#notifier.notify();
    // Of two of the same key in one group, the first was inserted.
    return webhooks.map(({ key }) => ({
      status: fresh.delete(key) ? 'received' : 'duplicate',
    }));
  }

  leaseWebhooks(limit: number): Promise<LeasedWebhook[]> {
    return this.#leasing.webhooks(limit);
  }

  discountWebhooks(leased: readonly LeasedWebhook[]): Promise<void> {
    return this.#leasing.discount(leased);
  }

  settleWebhooks(
    settled: readonly Settled[],
  ): Promise<readonly (WebhookOutcome | undefined)[]> {
    return this.#settling.settle(settled);
  }

  leaseMessages(limit: number): Promise<LeasedMessage[]> {
    return this.#leasing.messages(limit);
  }

  keepMessages(
    leased: readonly LeasedMessage[],
  ): Promise<readonly LeasedMessage[]> {
    return this.#leasing.keep(leased);
  }

  settleMessages(
    settled: readonly { leased: LeasedMessage; outcome: MessageOutcome }[],
  ): Promise<void> {
    return settleMessages(this.#pool, this.#clock, settled);
  }

  backlog(): Promise<Backlog> {
    return this.#reader.backlog();
  }

  forget(before: ForgetBefore, limit: number): Promise<number> {
    return forget(this.#pool, before, limit);
  }

  counts(): Promise<StoreCounts> {
    return this.#reader.counts();
  }

  recent(limit: number): Promise<WebhookRecord[]> {
    return this.#reader.recent(limit);
  }

  paceOf(source: string): PaceCell {
    return new PostgresPace(this.#pool, this.#clock, source);
  }

  nextDue(): Promise<NextDue> {
    return this.#reader.nextDue();
  }

  listen(wake: () => void): () => Promise<void> {
    return listen(this.#url, wake);
  }

  async close(): Promise<void> {
    this.#notifier.stop();
    await this.#pool.close();
  }
}
