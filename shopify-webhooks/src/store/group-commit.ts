export interface GroupLimits<Item> {
  /** How large an item is, in bytes. */
  readonly sizeOf?: (item: Item) => number;
  /** The most of one commit. */
  readonly maxItems?: number;
  readonly maxBytes?: number;
  /** The most that may wait for a commit: see `isFull`. */
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Gathers writes that wait at the same moment into one: a durable commit costs about the same for one row as for
 * hundreds, and no write waits for a timer. One commit is under way at a time; what comes meanwhile waits for the next.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (
    items: readonly Item[],
  ) => readonly Result[] | Promise<readonly Result[]>;
  readonly #limits: Required<GroupLimits<Item>>;
  #waiting: Waiting<Item, Result>[] = [];
  #waitingBytes = 0;
  #busy = false;

  /** @param commit writes all items durably and gives a result for each, or throws and has written none */
  constructor(
    commit: (
      items: readonly Item[],
    ) => readonly Result[] | Promise<readonly Result[]>,
    limits: GroupLimits<Item> = {},
  ) {
    this.#commit = commit;
    this.#limits = {
      sizeOf: () => 0,
      maxItems: 500,
      maxBytes: 8 * MEBIBYTE,
      maxWaiting: 2000,
      maxWaitingBytes: 64 * MEBIBYTE,
      ...limits,
    };
  }

  /** More waits than can be written in time: whoever asks now had better come again than wait in vain. */
  get isFull(): boolean {
    const { maxWaiting, maxWaitingBytes } = this.#limits;
    return (
      this.#waiting.length >= maxWaiting ||
      this.#waitingBytes >= maxWaitingBytes
    );
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const bytes = this.#limits.sizeOf(item);
      this.#waiting.push({ item, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#busy = true;
    setImmediate(() => {
      void this.#flush().then(() => {
        this.#busy = false;
        this.#schedule();
      });
    });
  }

  async #flush(): Promise<void> {
    const group = this.#take();
    try {
      const results = await this.#commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      group.forEach(({ reject }) => {
        reject(error);
      });
    }
  }

  /** The oldest of those that wait, as many as go into one commit: one at least. */
  #take(): Waiting<Item, Result>[] {
    const { maxItems, maxBytes } = this.#limits;
    let count = 0;
    let total = 0;
    for (const { bytes } of this.#waiting) {
      if (count === maxItems || (count > 0 && total + bytes > maxBytes)) break;
      count += 1;
      total += bytes;
    }
    this.#waitingBytes -= total;
    return this.#waiting.splice(0, count);
  }
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly bytes: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
