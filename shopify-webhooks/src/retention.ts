import type { Logger } from 'pino';
import type { RetentionConfig } from './config.ts';
import type { Ledger } from './store/store.ts';

export interface RetentionDependencies {
  readonly ledger: Pick<Ledger, 'prune'>;
  readonly config: { readonly retention: RetentionConfig };
  readonly log: Logger;
  readonly now: () => number;
}

const AN_HOUR = 60 * 60 * 1000;
const A_DAY = 24 * AN_HOUR;

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
    const { ledger, config, log, now } = this.#dependencies;
    if (now() < this.#dueAt) return 0;
    // Also if it fails: nothing else must wait for it.
    this.#dueAt = now() + AN_HOUR;
    const { visitorDays, orderDays, receiptDays } = config.retention;
    const deleted = await ledger.prune(
      {
        visitors: now() - visitorDays * A_DAY,
        orders: now() - orderDays * A_DAY,
        receipts: now() - receiptDays * A_DAY,
      },
      LIMIT,
    );
    if (deleted >= LIMIT) this.#dueAt = now();
    if (deleted > 0) log.info({ rows: deleted }, 'deleted: kept long enough');
    return deleted;
  }
}
