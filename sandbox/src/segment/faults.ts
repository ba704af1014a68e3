import type { Source } from '@storefront-events/plan';
import { z } from 'zod';

/** A fault of the tracking API, made on demand. */
export const faultSchema = z.strictObject({
  /**
   * A status, and the messages are not taken; or they are, and what comes then is wrong: "cut", nothing, and the
   * connection breaks; "half", the beginning of an answer; "garbage", what is no HTTP; "late", the answer after `delayMs`.
   */
  answer: z.union([
    z.int().min(300).max(599),
    z.enum(['cut', 'half', 'garbage', 'late']),
  ]),
  /** Of "late": milliseconds (1000). */
  delayMs: z.int().min(1).max(60_000).optional(),
  /** How many requests it spoils; without it, all until the faults are cleared. */
  times: z.int().min(1).optional(),
  source: z.enum(['front-end', 'back-end']).optional(),
  /** Sent as `Retry-After`. */
  retryAfter: z.string().optional(),
  /** Only requests that hold a message of this event. */
  event: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema>;

/** The faults that wait to happen. */
export class Faults {
  #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Infinity });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that this request meets, if any; it is used up by one. */
  take(
    source: Source,
    messages: readonly Readonly<Record<string, unknown>>[],
  ): Fault | undefined {
    const match = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.source === undefined || fault.source === source) &&
        (fault.event === undefined ||
          messages.some(({ event }) => event === fault.event)),
    );
    if (match) match.left -= 1;
    return match?.fault;
  }
}
