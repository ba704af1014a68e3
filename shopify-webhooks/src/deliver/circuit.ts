import { backOff } from './retry-policy.ts';

/** The longest that Segment is left alone, in milliseconds. */
const LONGEST_MS = 300_000;

export interface CircuitState {
  /** How often it failed since it last worked. */
  readonly failures: number;
  /** In milliseconds since 1970. */
  readonly openUntil: number;
}

/**
 * What is known of the endpoint, whatever message found it out: while it fails, an outage costs one probe at a time,
 * however many wait.
 */
export class Circuit {
  readonly #now: () => number;
  readonly #random: () => number;
  #failures: number;
  #openUntil: number;

  /**
   * @param random gives a number from 0 to 1
   * @param state as it was left
   */
  constructor(
    now: () => number,
    random: () => number,
    { failures, openUntil }: CircuitState = { failures: 0, openUntil: 0 },
  ) {
    this.#now = now;
    this.#random = random;
    this.#failures = failures;
    this.#openUntil = openUntil;
  }

  get state(): CircuitState {
    return { failures: this.#failures, openUntil: this.openUntil };
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
