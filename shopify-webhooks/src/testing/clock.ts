/** A clock that moves when told to. */
export class Clock {
  #now = Date.UTC(2026, 10, 21, 10, 0, 5);

  readonly now = (): number => this.#now;

  advance(ms: number): void {
    this.#now += ms;
  }
}
