/** What is known of a source, whoever found it out. Times are in milliseconds since 1970, by the cell's clock. */
export interface PaceState {
  /** When all that was sent is made up for: see RateLimit. */
  readonly paidAt: number;
  /** See Circuit. */
  readonly failures: number;
  readonly openUntil: number;
  /** Somebody tries until then whether it works again. */
  readonly probeUntil: number;
}

/** Nothing was sent, and nothing failed. */
export const UNTRIED: PaceState = {
  paidAt: 0,
  failures: 0,
  openUntil: 0,
  probeUntil: 0,
};

/** Gives what is known from now on, and whatever else was found. Pure: it may be called more than once. */
export type PaceChange<Result> = (
  state: PaceState,
  now: number,
) => readonly [PaceState, Result];

/** Where all who deliver to one source keep what they know of it. */
export interface PaceCell {
  /** After how long somebody else may have changed it, in milliseconds. */
  readonly lookAgainMs: number;
  /** Changes it in one step; of several at once, one after another. */
  readonly change: <Result>(change: PaceChange<Result>) => Promise<Result>;
}
