import type { LedgerEntry, Subject } from '../ledger.ts';
import type { Webhook } from '../webhook.ts';
import type { SqliteEngine } from './sqlite-engine.ts';
import type {
  MessageLease,
  SettledMessage,
  SettledWebhook,
  WebhookLease,
} from './sqlite-leases.ts';
import type { ForgetBefore, PruneBefore } from './store.ts';

type Subjects = readonly Subject[];

/** What is asked of the engine of the embedded store, by name: it may be in another thread. Each gives a value. */
export function callsTo(engine: SqliteEngine) {
  const { ledger } = engine;
  return {
    add: (webhooks: readonly Webhook[]) => engine.add(webhooks),
    leaseWebhooks: (limit: number) => engine.leaseWebhooks(limit),
    discountWebhooks: (leased: readonly WebhookLease[]) => {
      engine.discountWebhooks(leased);
    },
    settleWebhooks: (settled: readonly SettledWebhook[]) =>
      engine.settleWebhooks(settled),
    leaseMessages: (limit: number) => engine.leaseMessages(limit),
    keepMessages: (leased: readonly MessageLease[]) =>
      engine.keepMessages(leased),
    settleMessages: (settled: readonly SettledMessage[]) => {
      engine.settleMessages(settled);
    },
    counts: () => engine.counts(),
    backlog: () => engine.backlog(),
    recent: (limit: number) => engine.recent(limit),
    nextDue: () => engine.nextDue(),
    forget: (before: ForgetBefore, limit: number) =>
      engine.forget(before, limit),
    record: (entries: readonly LedgerEntry[]) => ledger.record(entries),
    denialsOf: (subjects: Subjects) => ledger.denialsOf(subjects),
    knownOf: (subjects: Subjects) => ledger.knownOf(subjects),
    handoversOf: (carts: Subjects) => ledger.handoversOf(carts),
    prune: (before: PruneBefore, limit: number) => ledger.prune(before, limit),
    close: () => {
      engine.close();
    },
  };
}

export type Calls = ReturnType<typeof callsTo>;
export type CallName = keyof Calls;

/** Asks the engine, wherever it is. Rejects as the call has failed, with `code` and `errcode` as the database gave them. */
export type Ask = <Name extends CallName>(
  name: Name,
  ...args: Parameters<Calls[Name]>
) => Promise<Awaited<ReturnType<Calls[Name]>>>;

/** Asks an engine in this thread: everything else waits. */
export function askHere(engine: SqliteEngine): Ask {
  const calls = callsTo(engine);
  return (name, ...args) => {
    const call = calls[name] as (...given: typeof args) => never;
    // What it throws is a rejection.
    return new Promise((resolve) => {
      resolve(call(...args));
    });
  };
}
