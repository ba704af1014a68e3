/**
 * So many a second, and no more than a second's worth at once. What is asked for and not there is there later, so that
 * few large pieces go rather than many small ones.
 */
export class RateLimit {
  readonly #perSecond: number;
  readonly #now: () => number;
  /** When all that was taken is made up for, in milliseconds since 1970. */
  #paidAt: number;

  /** @param paidAt as it was left */
  constructor(perSecond: number, now: () => number, paidAt = -Infinity) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#paidAt = paidAt;
  }

  get paidAt(): number {
    return this.#paidAt;
  }

  /** How many may go now; never more than `most`. */
  available(most: number): number {
    const now = this.#now();
    // More than a second's worth is never owed: the clock was set back.
    this.#paidAt = Math.min(this.#paidAt, now + 1000);
    const owed = Math.max(0, this.#paidAt - now);
    const free = ((1000 - owed) * this.#perSecond) / 1000;
    return Math.min(most, Math.floor(free + EPSILON));
  }

  take(count: number): void {
    const from = Math.max(this.#now(), this.#paidAt);
    this.#paidAt = from + (count * 1000) / this.#perSecond;
  }

  /** These were taken, and not used. */
  giveBack(count: number): void {
    this.#paidAt -= (count * 1000) / this.#perSecond;
  }

  /** When so many may go, in milliseconds since 1970. */
  when(count: number): number {
    const wanted = Math.min(count, this.#perSecond);
    return Math.ceil(this.#paidAt - 1000 + (wanted * 1000) / this.#perSecond);
  }
}

/** Less than one, and more than what floating point gets wrong. */
const EPSILON = 1e-6;
