import type { LeasedMessage } from '../store/store.ts';

/** Segment accepts 500 KB and 2,500 messages a request; smaller batches fail in smaller pieces. */
export const BATCH_LIMITS = { messages: 100, bytes: 450_000 } as const;

/** Cuts messages into batches that Segment accepts, in order. */
export function batches(messages: readonly LeasedMessage[]): LeasedMessage[][] {
  const all: LeasedMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    const last = all.at(-1);
    if (
      last &&
      last.length < BATCH_LIMITS.messages &&
      bytes + size <= BATCH_LIMITS.bytes
    ) {
      last.push(message);
      bytes += size;
    } else {
      all.push([message]);
      bytes = size;
    }
  }
  return all;
}

/** The body of `POST /v1/batch`. Messages are put in as they were frozen, byte for byte. */
export function batchBody(
  messages: readonly LeasedMessage[],
  sentAt: string,
): string {
  const bodies = messages.map(({ body }) => body).join(',');
  return `{"batch":[${bodies}],"sentAt":"${sentAt}"}`;
}
