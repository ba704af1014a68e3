import type { LedgerEntry } from '../ledger.ts';
import type { Webhook } from '../webhook.ts';
import { GroupCommit } from './group-commit.ts';
import { askHere, type Ask } from './sqlite-calls.ts';
import { SqliteEngine } from './sqlite-engine.ts';
import { codeOf } from './sqlite-file.ts';
import { messageLease, webhookLease } from './sqlite-leases.ts';
import { askThread } from './sqlite-thread.ts';
import {
  ERASED,
  type Added,
  type ForgetBefore,
  type LeasedMessage,
  type LeasedWebhook,
  type Ledger,
  type MessageOutcome,
  type Recorded,
  type Settled,
  type Store,
  type WebhookOutcome,
} from './store.ts';

/** How many webhooks are settled in one transaction: what is received waits for it. */
const SETTLED_AT_ONCE = 50;

/** The embedded store: one SQLite file, one process. */
export class SqliteStore implements Store {
  readonly ledger: Ledger;
  /** Nobody else adds anything: this is in case a clock was set back. */
  readonly pollMs = 30_000;
  readonly webhooksAtOnce: number = 100;
  readonly #ask: Ask;
  readonly #adds: GroupCommit<Webhook, Added>;

  private constructor(ask: Ask) {
    this.#ask = ask;
    this.#adds = new GroupCommit((webhooks) => ask('add', webhooks), {
      sizeOf: ({ body }) => body.byteLength,
    });
    this.ledger = ledgerOf(ask);
  }

  /**
   * Opens the store in this thread, which waits for the disk with all that it does.
   *
   * @throws StoreInUseError if another process has it open
   */
  static open(file: string, now: () => number): SqliteStore {
    return new SqliteStore(askHere(SqliteEngine.open(file, now)));
  }

  /**
   * Opens the store in a thread of its own: requests are answered and webhooks mapped while it writes.
   *
   * @param program the file of the thread: sqlite-thread-main
   * @throws StoreInUseError if another process has it open
   */
  static async start(file: string, program: string): Promise<SqliteStore> {
    return new SqliteStore(await askThread(file, program));
  }

  async add(webhook: Webhook): Promise<Added> {
    try {
      return await this.#adds.add(webhook);
    } catch (error) {
      return { status: 'unavailable', reason: codeOf(error) };
    }
  }

  leaseWebhooks(limit: number): Promise<LeasedWebhook[]> {
    return this.#ask('leaseWebhooks', limit);
  }

  discountWebhooks(leased: readonly LeasedWebhook[]): Promise<void> {
    return this.#ask('discountWebhooks', leased.map(webhookLease));
  }

  async settleWebhooks(
    settled: readonly Settled[],
  ): Promise<readonly (WebhookOutcome | undefined)[]> {
    const parts: Promise<readonly (WebhookOutcome | undefined)[]>[] = [];
    for (let from = 0; from < settled.length; from += SETTLED_AT_ONCE)
      parts.push(this.#settle(settled.slice(from, from + SETTLED_AT_ONCE)));
    return (await Promise.all(parts)).flat();
  }

  async #settle(
    settled: readonly Settled[],
  ): Promise<(WebhookOutcome | undefined)[]> {
    const became = await this.#ask(
      'settleWebhooks',
      settled.map((one) => ({ ...one, leased: webhookLease(one.leased) })),
    );
    return settled.map(({ outcome }, index) => {
      if (became[index] === 'settled') return outcome;
      return became[index] === 'erased' ? ERASED : undefined;
    });
  }

  leaseMessages(limit: number): Promise<LeasedMessage[]> {
    return this.#ask('leaseMessages', limit);
  }

  async keepMessages(
    leased: readonly LeasedMessage[],
  ): Promise<readonly LeasedMessage[]> {
    const kept = await this.#ask('keepMessages', leased.map(messageLease));
    const ids = new Set(kept.map(({ messageId }) => messageId));
    return leased.filter(({ messageId }) => ids.has(messageId));
  }

  settleMessages(
    settled: readonly { leased: LeasedMessage; outcome: MessageOutcome }[],
  ): Promise<void> {
    return this.#ask(
      'settleMessages',
      settled.map(({ leased, outcome }) => ({
        leased: messageLease(leased),
        outcome,
      })),
    );
  }

  counts() {
    return this.#ask('counts');
  }

  backlog() {
    return this.#ask('backlog');
  }

  recent(limit: number) {
    return this.#ask('recent', limit);
  }

  nextDue() {
    return this.#ask('nextDue');
  }

  forget(before: ForgetBefore, limit: number): Promise<number> {
    return this.#ask('forget', before, limit);
  }

  listen(): () => Promise<void> {
    return () => Promise.resolve();
  }

  close(): Promise<void> {
    return this.#ask('close');
  }
}

function ledgerOf(ask: Ask): Ledger {
  const entries = new GroupCommit<LedgerEntry, Recorded>((some) =>
    ask('record', some),
  );
  return {
    record: async (entry) => {
      try {
        return await entries.add(entry);
      } catch (error) {
        return { status: 'unavailable', reason: codeOf(error) };
      }
    },
    denialsOf: (subjects) => ask('denialsOf', subjects),
    knownOf: (subjects) => ask('knownOf', subjects),
    handoversOf: (carts) => ask('handoversOf', carts),
    prune: (before, limit) => ask('prune', before, limit),
  };
}
