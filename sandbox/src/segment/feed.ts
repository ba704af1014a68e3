import type { Source } from '@storefront-events/plan';

/** A message as the stand-in received it. */
export type FeedMessage = Readonly<Record<string, unknown>> & {
  /** Place in the feed, from 0. */
  readonly seq: number;
  readonly source: Source;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** True if a message with the same messageId was received before, as Segment would drop it. */
  readonly duplicate: boolean;
  /** Why Segment would drop it although it answers 200; absent otherwise. */
  readonly rejected?: string;
};

export interface FeedQuery {
  readonly source?: string;
  readonly type?: string;
  readonly event?: string;
  /** Only messages from this place on. */
  readonly since?: number;
}

/** The oldest messages are forgotten beyond this many. */
const CAPACITY = 100_000;

/** What has arrived, oldest first, in memory. */
export class Feed {
  #messages: FeedMessage[] = [];
  #next = 0;
  readonly #seen = new Set<string>();
  readonly #listeners = new Set<(message: FeedMessage) => void>();

  add(
    message: Readonly<Record<string, unknown>>,
    source: Source,
    rejected: string | undefined,
  ): void {
    const { messageId } = message;
    const isId = typeof messageId === 'string';
    const added: FeedMessage = {
      ...message,
      seq: this.#next++,
      source,
      receivedAt: new Date().toISOString(),
      duplicate: isId && this.#seen.has(messageId),
      ...(rejected !== undefined && { rejected }),
    };
    if (isId) this.#seen.add(messageId);
    this.#messages.push(added);
    if (this.#messages.length > CAPACITY) this.#messages.shift();
    this.#listeners.forEach((listener) => {
      listener(added);
    });
  }

  list({ source, type, event, since = 0 }: FeedQuery): {
    readonly messages: readonly FeedMessage[];
    readonly next: number;
  } {
    const messages = this.#messages.filter(
      (message) =>
        message.seq >= since &&
        (source === undefined || message.source === source) &&
        (type === undefined || message['type'] === type) &&
        (event === undefined || message['event'] === event),
    );
    return { messages, next: this.#next };
  }

  clear(): void {
    this.#messages = [];
    this.#seen.clear();
  }

  /** Calls back with every message that arrives. Returns how to stop. */
  onMessage(listener: (message: FeedMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
