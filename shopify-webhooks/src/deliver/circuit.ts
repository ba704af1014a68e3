import { backOff } from './retry-policy.ts';

/** The longest that Segment is left alone, in milliseconds. */
const LONGEST_MS = 300_000;

/**
 * What is known of the endpoint, whatever message found it out: while it fails, an outage costs one probe at a time,
 * however many wait.
 */
export class Circuit {
  readonly #now: () => number;
  readonly #random: () => number;
  #failures = 0;
  #openUntil = 0;

  /** @param random gives a number from 0 to 1 */
  constructor(now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
  }

  /** Nothing is sent before this time, in milliseconds since 1970. */
  get openUntil(): number {
    // If it is further away, the clock was set back.
    this.#openUntil = Math.min(this.#openUntil, this.#now() + LONGEST_MS);
    return this.#openUntil;
  }

  get isOpen(): boolean {
    return this.#now() < this.openUntil;
  }

  /** The last attempt failed: one may try whether it works again. */
  get isProbing(): boolean {
    return this.#failures > 0;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @param afterMs how long it has asked to be left alone; undefined: longer after each failure */
  failed(afterMs?: number): void {
    // What was under way at the same time found out nothing new.
    if (!this.isOpen) this.#failures += 1;
    else if (afterMs === undefined) return;
    this.wait(afterMs ?? backOff(this.#failures - 1, this.#random()));
  }

  /** Opens for this long, or longer if it is open for longer. */
  wait(ms: number): void {
    this.#openUntil = Math.max(this.#openUntil, this.#now() + ms);
  }
}
