/**
 * What a person does with the outbox beside the processes that work on it. A store's `Operations` may be open while the
 * service runs.
 */
export interface Operations {
  /** Webhooks and messages that are dead, oldest first. */
  readonly dead: (filter: RecordFilter, limit: number) => Promise<DeadLetter[]>;
  /** The webhook with this key, or of this message, with all its messages; by the beginning of its id, if that is one. */
  readonly find: (id: string) => Promise<Found>;
  /** Webhooks and messages that were settled after this time, in milliseconds since 1970, oldest first. */
  readonly settledAfter: (
    time: number,
    limit: number,
  ) => Promise<SettledRecord[]>;
  /** How many webhooks a replay would take. */
  readonly countReplayable: (selection: ReplaySelection) => Promise<number>;
  /**
   * Has webhooks wait to be mapped again, oldest first, up to `limit` of those after this place. `again` takes those of
   * the given states and those whose messages are dead: the messages that never reached Segment are made anew, the
   * others stay as they are. `correct` takes those whose messages were handed over: they are made anew under other ids.
   */
  readonly replay: (
    selection: ReplaySelection,
    after: number,
    limit: number,
  ) => Promise<Replayed>;
  readonly close: () => Promise<void>;
}

export interface RecordFilter {
  readonly topic?: string | undefined;
  /** When it was received, in milliseconds since 1970; or later. */
  readonly since?: number | undefined;
}

/** What can be mapped again, because nothing of it was sent. */
export const REPLAYABLE_STATES = ['dead', 'ignored', 'withheld'] as const;

export type ReplayableState = (typeof REPLAYABLE_STATES)[number];

export interface ReplaySelection extends RecordFilter {
  /** The key of one webhook. */
  readonly key?: string | undefined;
  readonly mode:
    | { readonly type: 'again'; readonly states: readonly ReplayableState[] }
    | { readonly type: 'correct' };
}

export interface Replayed {
  readonly webhooks: number;
  /** The place to go on after; undefined: that was all. */
  readonly next: number | undefined;
}

/** A dead webhook, or a dead message of a webhook. */
export interface DeadLetter {
  readonly type: 'webhook' | 'message';
  /** The webhook's key, or the `messageId`. */
  readonly id: string;
  readonly topic: string;
  /** Of a message. */
  readonly event: string | undefined;
  readonly receivedAt: number;
  readonly reason: string | undefined;
}

export interface SettledRecord extends Omit<DeadLetter, 'receivedAt'> {
  readonly shop: string;
  readonly status: string;
  readonly settledAt: number;
  /** Of a message: when what it tells happened. */
  readonly occurredAt: number | undefined;
  /** How often mapping or sending it was begun. */
  readonly starts: number;
}

export type Found =
  | { readonly status: 'found'; readonly webhook: FoundWebhook }
  | { readonly status: 'none' }
  /** The beginning of an id that more than one has. */
  | { readonly status: 'several' };

export interface FoundWebhook {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly receivedAt: number;
  readonly status: string;
  readonly reason: string | undefined;
  readonly starts: number;
  readonly correction: number;
  /** Empty if it was erased or forgotten. */
  readonly body: Uint8Array;
  readonly messages: readonly FoundMessage[];
}

/** The delivery record of a message. */
export interface FoundMessage {
  readonly messageId: string;
  readonly event: string;
  readonly status: string;
  readonly reason: string | undefined;
  /** What the plan misses in it. */
  readonly flags: readonly string[];
  readonly decision: string | undefined;
  readonly occurredAt: number;
  readonly mappedAt: number;
  readonly firstStartAt: number | undefined;
  readonly settledAt: number | undefined;
  readonly starts: number;
  readonly failures: number;
  /** JSON; empty if it was erased or forgotten. */
  readonly body: string;
}
