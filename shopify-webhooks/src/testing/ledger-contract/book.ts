import { cartSubject, visitorSubject, type Fact } from '../../ledger.ts';
import type { LeasedWebhook, LedgerWrite, Store } from '../../store/store.ts';
import { Clock } from '../clock.ts';
import { makeEntry, RECEIVED_AT } from '../visitor.ts';
import { makeWebhook } from '../webhook.ts';

export const CART = cartSubject('c1-abc');
export const VISITOR = visitorSubject('visitor-1');
export const DECIDED_AT = Date.UTC(2026, 10, 21, 10);

/** An empty ledger for each test. */
export class Book {
  /** When webhooks arrive, in milliseconds since 1970. */
  receivedAt = RECEIVED_AT;
  #store: Store | undefined;
  #webhooks = 0;

  /** @param open gives an empty store */
  constructor(open: (now: () => number) => Promise<Store>) {
    beforeEach(async () => {
      this.receivedAt = RECEIVED_AT;
      this.#store = await open(new Clock().now);
    });
    afterEach(() => this.store.close());
  }

  get store(): Store {
    if (!this.#store) throw new Error('asked for outside of a test');
    return this.#store;
  }

  record(...[changes, receivedAt]: Parameters<typeof makeEntry>) {
    return this.store.ledger.record(makeEntry(changes, receivedAt));
  }

  later(seconds: number): string {
    return new Date(DECIDED_AT + seconds * 1000).toISOString();
  }

  /** Receives so many webhooks and takes each. */
  async lease(count = 1): Promise<LeasedWebhook[]> {
    const { receivedAt } = this;
    const leased: LeasedWebhook[] = [];
    for (let index = 0; index < count; index += 1) {
      this.#webhooks += 1;
      const webhookId = `learn-${String(this.#webhooks)}`;
      await this.store.add(makeWebhook({ webhookId, receivedAt }));
      leased.push(...(await this.store.leaseWebhooks(1)));
    }
    return leased;
  }

  async settleLeased(
    leased: LeasedWebhook,
    ledger: Omit<LedgerWrite, 'concerns'>,
  ): Promise<void> {
    const concerns = { customer: undefined, resource: undefined };
    const outcome = { status: 'ignored', reason: 'a test' } as const;
    await this.store.settleWebhooks([
      { leased, outcome, ledger: { concerns, ...ledger } },
    ]);
  }

  /** Settles a webhook that teaches the ledger this. */
  async settle(ledger: Omit<LedgerWrite, 'concerns'>): Promise<void> {
    const [leased] = await this.lease();
    if (!leased) throw new Error('not leased');
    await this.settleLeased(leased, ledger);
  }

  learn(...facts: Fact[]): Promise<void> {
    return this.settle({ facts });
  }
}
