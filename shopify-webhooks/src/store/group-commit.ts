/**
 * Gathers writes that wait at the same moment into one: a durable commit costs about the same for one row as for
 * hundreds, and no write waits for a timer.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (items: readonly Item[]) => readonly Result[];
  readonly #maxItems: number;
  #waiting: Waiting<Item, Result>[] = [];
  #scheduled = false;

  /** @param commit writes all items durably and gives a result for each, or throws and has written none */
  constructor(
    commit: (items: readonly Item[]) => readonly Result[],
    maxItems = 500,
  ) {
    this.#commit = commit;
    this.#maxItems = maxItems;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
      this.#schedule();
    });
  }

  #flush(): void {
    const group = this.#waiting.slice(0, this.#maxItems);
    this.#waiting = this.#waiting.slice(this.#maxItems);
    try {
      const results = this.#commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      group.forEach(({ reject }) => {
        reject(error);
      });
    }
  }
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
