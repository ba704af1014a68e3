/**
 * Times in PostgreSQL are the database's: the clocks of the machines that work on it may differ. Callers speak of time by
 * their own clock; what is due is carried over as a delay.
 */
export class PostgresClock {
  readonly #fixed: (() => number) | undefined;

  /** @param fixed takes the place of both clocks, in a test */
  constructor(fixed?: () => number) {
    this.#fixed = fixed;
  }

  /** The caller's clock. */
  readonly now = (): number => (this.#fixed ?? Date.now)();

  /** For the parameter that `NOW` names. */
  get given(): number | null {
    return this.#fixed?.() ?? null;
  }

  /** How far ahead of now a time of the caller's is, in milliseconds; below 0 if it has passed. */
  delay(time: number): number {
    return Math.round(time - this.now());
  }
}

/** The database's time in milliseconds since 1970, in a statement whose first parameter is `clock.given`. */
export const NOW = `coalesce($1::bigint, (extract(epoch FROM statement_timestamp()) * 1000)::bigint)`;
