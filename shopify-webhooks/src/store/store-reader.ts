import type { Receipt } from '../ledger.ts';
import type { Store } from './store.ts';

/** What the commands read of a store, beside the processes that work on it. */
export interface StoreReader extends Pick<
  Store,
  'counts' | 'recent' | 'backlog'
> {
  /**
   * The receipts that were received from `since` to before `until`, in milliseconds since 1970, oldest first, one at a
   * time.
   */
  readonly receipts: (since: number, until: number) => AsyncIterable<Receipt>;
  readonly heldOf: (customerId: string) => Promise<Held>;
  readonly close: () => Promise<void>;
}

/** What is held of a customer, and of those who became one with them: for them, where they ask. */
export interface Held {
  readonly webhooks: readonly {
    readonly topic: string;
    readonly receivedAt: string;
    readonly body: string;
  }[];
  readonly messages: readonly {
    readonly event: string;
    readonly status: string;
    readonly body: string;
  }[];
  readonly ledger: readonly unknown[];
}
