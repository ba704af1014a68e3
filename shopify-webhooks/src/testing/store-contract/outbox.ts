import type { LeasedMessage, Store } from '../../store/store.ts';
import { Clock } from '../clock.ts';
import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';

/** An empty store for each test, and its clock. */
export class Outbox {
  clock = new Clock();
  #store: Store | undefined;

  /** @param open gives an empty store */
  constructor(open: (now: () => number) => Promise<Store>) {
    beforeEach(async () => {
      this.clock = new Clock();
      this.#store = await open(this.clock.now);
    });
    afterEach(() => this.store.close());
  }

  get store(): Store {
    if (!this.#store) throw new Error('asked for outside of a test');
    return this.#store;
  }

  /** Adds webhooks and maps each to one message named like its webhook id. */
  async addMapped(...ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.store.add(makeWebhook({ webhookId: id }));
    const leased = await this.store.leaseWebhooks(100);
    await this.store.settleWebhooks(
      leased.map((item, index) => ({
        leased: item,
        outcome: {
          status: 'mapped',
          messages: [makeMessage(ids[index] ?? '')],
        },
      })),
    );
  }
}

export const parked = (dueAt: number) => ({
  status: 'parked' as const,
  reason: 'its order is not known yet',
  waitsFor: 'order',
  dueAt,
});

export const ids = (messages: readonly LeasedMessage[]) =>
  messages.map(({ messageId }) => messageId.replace('shopify-', ''));
