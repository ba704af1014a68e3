import { UNTRIED, type PaceCell, type PaceChange } from './pace-cell.ts';

/** For a source that only this process delivers to. */
export class MemoryPace implements PaceCell {
  readonly lookAgainMs = Infinity;
  readonly #now: () => number;
  #state = UNTRIED;

  constructor(now: () => number) {
    this.#now = now;
  }

  change<Result>(change: PaceChange<Result>): Promise<Result> {
    const [state, result] = change(this.#state, this.#now());
    this.#state = state;
    return Promise.resolve(result);
  }
}
