import type {
  ConsentBasis,
  CustomerDenial,
  Denials,
  Fact,
  Handover,
  Known,
  LedgerEntry,
  Merge,
  Subject,
} from '../ledger.ts';
import type { OutgoingMessage } from '../message.ts';
import type { Webhook } from '../webhook.ts';
import type { PaceCell } from './pace-cell.ts';

/**
 * The outbox: the durable list of webhooks to map and messages to deliver, which is also the record of what became of
 * them. Work is leased: a worker that dies is followed by another when its lease has run out.
 */
export interface Store {
  readonly ledger: Ledger;
  /** Keeps a webhook. Resolves when it is on disk, so that it survives the process and the power. */
  readonly add: (webhook: Webhook) => Promise<Added>;
  /**
   * Takes up to `limit` webhooks that wait to be mapped; one that was begun before and never finished is taken alone,
   * because it may stop the service.
   */
  readonly leaseWebhooks: (limit: number) => Promise<LeasedWebhook[]>;
  /**
   * Says of leased webhooks that nothing of them could be recorded: that start does not count, for it was no crash. They
   * are given again when their lease has run out, and one at a time: one of them may be why.
   */
  readonly discountWebhooks: (
    leased: readonly LeasedWebhook[],
  ) => Promise<void>;
  /**
   * Records what became of leased webhooks: of each with its messages and what the ledger learns of it, or nothing.
   * What waits for something that is known from now on is due at once. Gives what really became of each, in their order:
   * the outcome; or `ERASED`, where it is of somebody who was erased meanwhile; or undefined, where another worker has it.
   */
  readonly settleWebhooks: (
    settled: readonly Settled[],
  ) => Promise<readonly (WebhookOutcome | undefined)[]>;
  /** Takes up to `limit` messages whose time has come, oldest first; see `LONGEST_WAIT_MS`. */
  readonly leaseMessages: (limit: number) => Promise<LeasedMessage[]>;
  /**
   * Those of leased messages that are still leased as they were, for half of `LEASE_MS` at least: others were erased
   * meanwhile, or took so long that another worker has them, and must not be sent.
   */
  readonly keepMessages: (
    leased: readonly LeasedMessage[],
  ) => Promise<readonly LeasedMessage[]>;
  /** Records what became of leased messages. */
  readonly settleMessages: (
    settled: readonly { leased: LeasedMessage; outcome: MessageOutcome }[],
  ) => Promise<void>;
  /** How many there are in each state. Reads everything: for a person who asks, not for a scrape. */
  readonly counts: () => Promise<StoreCounts>;
  /** What waits, and since when. Its cost does not grow with what is done. */
  readonly backlog: () => Promise<Backlog>;
  /** What became of the newest webhooks, newest first. */
  readonly recent: (limit: number) => Promise<WebhookRecord[]>;
  /** When the next of each is due, in milliseconds since 1970; undefined if none waits. */
  readonly nextDue: () => Promise<NextDue>;
  /**
   * Takes the bodies away, and in the end the rows, of what was settled before these times; not more than `limit` of
   * each kind. What waits keeps everything. Gives how many rows were changed or deleted.
   */
  readonly forget: (before: ForgetBefore, limit: number) => Promise<number>;
  /** Calls `wake` when another process may have added something. Nothing may depend on it: see `pollMs`. */
  readonly listen: (wake: () => void) => () => Promise<void>;
  /** The longest that a worker may go without looking for work, in milliseconds. */
  readonly pollMs: number;
  /**
   * What is known of a source by all who deliver to it from this store; undefined: nobody else does.
   *
   * @param source names it, and tells nothing of its key
   */
  readonly paceOf?: (source: string) => PaceCell;
  /** How many webhooks are best leased at once. */
  readonly webhooksAtOnce: number;
  readonly close: () => Promise<void>;
}

/** How long a worker may take before another one takes its work over: in milliseconds. */
export const LEASE_MS = 60_000;

/**
 * Nothing is put off for longer, in milliseconds. What is due further ahead is due now: the clock was wrong when it was
 * put off, and has been set back since.
 */
export const LONGEST_WAIT_MS = 16 * 60_000;

/** What is remembered of carts and visitors, and the receipts of their choices. */
export interface Ledger {
  /** Adds what a visitor's message says, in one transaction. Resolves when it is on disk. */
  readonly record: (entry: LedgerEntry) => Promise<Recorded>;
  /** What these subjects have denied. */
  readonly denialsOf: (subjects: readonly Subject[]) => Promise<Denials>;
  /** What is known of these orders, checkouts, contracts and customers. */
  readonly knownOf: (
    subjects: readonly Subject[],
  ) => Promise<ReadonlyMap<Subject, Known>>;
  /** The identities that were handed over first for carts; none where there is none or it was erased. */
  readonly handoversOf: (
    carts: readonly Subject[],
  ) => Promise<ReadonlyMap<Subject, Handover>>;
  /**
   * Deletes what was received before these times, in milliseconds since 1970; not more than `limit` of each kind, so that
   * nothing else waits long. Gives how much it was. A denial outlives every yes that it could lower: it stays until the
   * earlier of the times of visitors and orders, and as long as anything is known of its subject.
   */
  readonly prune: (before: PruneBefore, limit: number) => Promise<number>;
}

/** Times in milliseconds since 1970: see `Ledger.prune`. */
export interface PruneBefore {
  readonly visitors: number;
  readonly orders: number;
  readonly receipts: number;
}

/** It was not written; the reason is the database's code, or `TOO_MANY_WAIT`. */
export interface Unavailable {
  readonly status: 'unavailable';
  readonly reason: string;
}

/** More waits to be written than can be in time. */
export const TOO_MANY_WAIT: Unavailable = {
  status: 'unavailable',
  reason: 'too many wait to be stored',
};

export type Added = { readonly status: 'received' | 'duplicate' } | Unavailable;

export type Recorded = { readonly status: 'recorded' } | Unavailable;

export interface LeasedWebhook {
  readonly webhook: Webhook;
  /** How often it has been taken, this time included. More than once: whoever had it did not finish. */
  readonly starts: number;
  /** How often it was replayed as a correction: see `Operations.replay`. Its messages need ids of their own then. */
  readonly correction: number;
  readonly lease: string;
}

export interface LeasedMessage {
  readonly messageId: string;
  /** The message as JSON, as it is sent. */
  readonly body: string;
  /** How often it was sent in vain. */
  readonly failures: number;
  /** How often sending it was begun, this time included. More than once: Segment may have it. */
  readonly starts: number;
  /** When sending it was begun for the first time, in milliseconds since 1970; the same as now if it is the first. */
  readonly firstStartAt: number;
  /** When what it tells happened, in milliseconds since 1970. */
  readonly occurredAt: number;
  /** The order, checkout or contract it is about: messages about one are sent in order. */
  readonly resource: Subject | undefined;
  readonly basis: ConsentBasis | undefined;
  readonly lease: string;
}

/** What became of a webhook, and what the ledger learns of it. */
export interface Settled {
  readonly leased: LeasedWebhook;
  readonly outcome: WebhookOutcome;
  readonly ledger?: LedgerWrite;
}

export interface LedgerWrite {
  /** Whom and what the webhook is about, so that it can be found when they are erased. */
  readonly concerns: {
    readonly customer: Subject | undefined;
    /** Its order, checkout or contract. */
    readonly resource: Subject | undefined;
  };
  readonly facts?: readonly Fact[];
  readonly denial?: CustomerDenial | undefined;
  readonly merge?: Merge | undefined;
}

/** What is to be erased, wherever it is kept: in the ledger, in messages that wait, and in stored bodies. */
export type Erasure =
  | {
      readonly scope: 'customer';
      readonly customer: Subject;
      readonly orders: readonly Subject[];
      /** What names the customer in bodies that nobody has read. Never stored. */
      readonly names: readonly string[];
    }
  | {
      readonly scope: 'shop';
      readonly shop: string;
      /** No other shop is served: the whole ledger is its. */
      readonly isOnlyShop: boolean;
    };

export type WebhookOutcome =
  | { readonly status: 'mapped'; readonly messages: readonly OutgoingMessage[] }
  /** Understood, and nothing to send. */
  | { readonly status: 'ignored'; readonly reason: string }
  /** Not sent, because of the person's choice. */
  | { readonly status: 'withheld'; readonly reason: string }
  /** Kept, not sent: it needs a person. */
  | { readonly status: 'dead'; readonly reason: string }
  /**
   * To be mapped when what it waits for is known, or at this time, in milliseconds since 1970. It was not begun, then:
   * `LeasedWebhook.starts` counts from the beginning.
   */
  | {
      readonly status: 'parked';
      readonly reason: string;
      /** Undefined: it waits for nothing that will be known. */
      readonly waitsFor: Subject | undefined;
      readonly dueAt: number;
    }
  /** A request to erase, which is done in the same transaction. */
  | {
      readonly status: 'erased';
      readonly reason: string;
      readonly erase: Erasure;
    };

/** Of a webhook whose person was erased while it was mapped: nothing of it is kept. */
export const ERASED: WebhookOutcome = { status: 'ignored', reason: 'erased' };

export type MessageOutcome =
  /**
   * Segment answered 200, which is not "accepted": it rejects some messages later, without a word. `note`: what whoever
   * looks into it should know, such as that it is a late repetition.
   */
  | { readonly status: 'handed over'; readonly note?: string }
  | { readonly status: 'dead'; readonly reason: string }
  /** Never to be sent again. Segment may have it from an earlier try. */
  | { readonly status: 'withheld'; readonly reason: string }
  /** Never sent, and not to be sent as it is: it is taken back, and its webhook waits to be mapped again, unless its body is erased. */
  | { readonly status: 'taken back' }
  /**
   * To be sent again. `failed`: it was tried and failed; `told`: tried, and told to come later; `untried`: sending it
   * was not begun after all. What is younger and about the same order waits for it, up to `ORDER_WAIT_MS`.
   */
  | {
      readonly status: 'waiting';
      readonly reason: string;
      readonly dueAt: number;
      readonly attempt: 'failed' | 'told' | 'untried';
    };

/** The longest that a message waits for an older one about the same order, in milliseconds since it was mapped. */
export const ORDER_WAIT_MS = 60_000;

export interface Backlog {
  readonly webhooks: {
    readonly waiting: number;
    /** When the first of them was due, in milliseconds since 1970; undefined if none waits. */
    readonly oldest: number | undefined;
    readonly dead: number;
  };
  readonly messages: {
    readonly waiting: number;
    /** When the oldest of them was mapped. */
    readonly oldest: number | undefined;
    readonly dead: number;
  };
}

/** Times in milliseconds since 1970. What was settled before them … */
export interface ForgetBefore {
  /** … loses its body, if it is done; */
  readonly bodies: number;
  /** … loses its body also where it is dead, and can then not be replayed any more; */
  readonly deadBodies: number;
  /** … is forgotten, if it is a webhook without a body, received before this: a redelivery is not known any more; */
  readonly webhooks: number;
  /** … is forgotten, if it is a message: it could be sent again. */
  readonly messages: number;
}

export interface NextDue {
  readonly webhooks: number | undefined;
  readonly messages: number | undefined;
}

export interface StoreCounts {
  readonly webhooks: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, number>>;
  /** How many messages the plan misses something in. */
  readonly flagged: number;
  /** How many messages were decided how, by consent and reason. */
  readonly decisions: Readonly<Record<string, number>>;
}

export interface WebhookRecord {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly receivedAt: number;
  readonly status: string;
  readonly reason: string | undefined;
}
