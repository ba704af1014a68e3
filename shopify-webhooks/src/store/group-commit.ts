import { TOO_MANY_WAIT, type Unavailable } from './store.ts';

export interface GroupLimits<Item> {
  /** How large an item is, in bytes. */
  readonly sizeOf?: (item: Item) => number;
  /** The most of one commit. */
  readonly maxItems?: number;
  readonly maxBytes?: number;
  /** The most that may wait for a commit, and how long in milliseconds; more is refused. */
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
  readonly maxWaitMs?: number;
  /** Milliseconds since any moment. */
  readonly now?: () => number;
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
  /** Runs until the oldest that waited when it was set would be too late. */
  #timer: NodeJS.Timeout | undefined;

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
      // Shopify waits for 5 s in all.
      maxWaitMs: 1500,
      now: () => performance.now(),
      ...limits,
    };
  }

  /** Rejects as the commit did; `TOO_MANY_WAIT` if it would come too late, so that whoever asks can come again. */
  add(item: Item): Promise<Result | Unavailable> {
    const { maxWaiting, maxWaitingBytes, sizeOf, now } = this.#limits;
    if (
      this.#waiting.length >= maxWaiting ||
      this.#waitingBytes >= maxWaitingBytes
    )
      return Promise.resolve(TOO_MANY_WAIT);
    return new Promise((resolve, reject) => {
      const bytes = sizeOf(item);
      this.#waiting.push({ item, bytes, since: now(), resolve, reject });
      this.#waitingBytes += bytes;
      this.#schedule();
      this.#watch();
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

  /** Refuses in time also what waits for a commit that hangs. Set once for all that come meanwhile, and never put off. */
  #watch(): void {
    const [oldest] = this.#waiting;
    if (this.#timer || !oldest) return;
    const { maxWaitMs, now } = this.#limits;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#refuseLate();
        this.#watch();
      },
      // Until it is late, not only due.
      oldest.since + maxWaitMs - now() + 1,
    );
    this.#timer.unref();
  }

  async #flush(): Promise<void> {
    this.#refuseLate();
    const group = this.#take();
    if (group.length === 0) return;
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

  #refuseLate(): void {
    const { maxWaitMs, now } = this.#limits;
    const oldest = now() - maxWaitMs;
    const first = this.#waiting.findIndex(({ since }) => since >= oldest);
    const late = first < 0 ? this.#waiting.length : first;
    for (const { bytes, resolve } of this.#waiting.splice(0, late)) {
      this.#waitingBytes -= bytes;
      resolve(TOO_MANY_WAIT);
    }
  }

  /** The oldest of those that wait, as many as go into one commit; one at least if any waits. */
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
  readonly since: number;
  readonly resolve: (result: Result | Unavailable) => void;
  readonly reject: (error: unknown) => void;
}
