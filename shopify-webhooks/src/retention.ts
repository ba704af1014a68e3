import type { Logger } from 'pino';
import type { RetentionConfig } from './retention-settings.ts';
import type { Ledger, Store } from './store/store.ts';

export interface RetentionDependencies {
  readonly store: Pick<Store, 'forget'>;
  readonly ledger: Pick<Ledger, 'prune'>;
  readonly config: { readonly retention: RetentionConfig };
  readonly log: Logger;
  readonly now: () => number;
}

const AN_HOUR = 60 * 60 * 1000;
const A_DAY = 24 * AN_HOUR;

/** How long a webhook without a body is known: Shopify repeats one for 4 hours, and may be a day late. */
const TOMBSTONE_DAYS = 7;

/** How much of each kind is deleted at once. */
const LIMIT = 1000;

/** Deletes what has been kept for as long as the settings say: once an hour, a little at a time. */
export class Retention {
  readonly #dependencies: RetentionDependencies;
  #dueAt = -Infinity;

  constructor(dependencies: RetentionDependencies) {
    this.#dependencies = dependencies;
  }

  /** Gives how much was deleted; more may be left. */
  async pruneWhenDue(): Promise<number> {
    const { ledger, store, config, log, now } = this.#dependencies;
    if (now() < this.#dueAt) return 0;
    // Also if it fails: nothing else must wait for it.
    this.#dueAt = now() + AN_HOUR;
    const { retention } = config;
    const ago = (days: number) => now() - days * A_DAY;
    const orders = ago(retention.orderDays);
    const pruned = await ledger.prune(
      {
        visitors: ago(retention.visitorDays),
        orders,
        receipts: ago(retention.receiptDays),
      },
      LIMIT,
    );
    const forgotten = await store.forget(
      {
        bodies: ago(retention.bodyDays),
        deadBodies: ago(retention.deadDays),
        webhooks: ago(retention.bodyDays + TOMBSTONE_DAYS),
        // As long as the ledger: a message is not sent twice while it is known what it was about.
        messages: orders,
      },
      LIMIT,
    );
    const deleted = pruned + forgotten;
    if (deleted >= LIMIT) this.#dueAt = now();
    if (deleted > 0)
      log.info({ rows: deleted }, 'emptied or deleted: kept long enough');
    return deleted;
  }
}
