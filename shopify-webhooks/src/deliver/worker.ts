import {
  setImmediate as turn,
  setTimeout as sleep,
} from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Mapper } from '../map/mapper.ts';
import type { Retention } from '../retention.ts';
import type { Store } from '../store/store.ts';
import type { Deliverer } from './deliverer.ts';
import { Waker } from './waker.ts';

export interface WorkerDependencies {
  readonly store: Pick<Store, 'nextDue' | 'pollMs'>;
  readonly mapper: Mapper;
  readonly deliverer: Deliverer;
  readonly retention: Retention;
  readonly log: Logger;
  readonly now: () => number;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

/** What is due and cannot be had is being taken by another worker at this moment. */
const SHORTEST_SLEEP_MS = 20;
const AFTER_FAILURE_MS = 1000;

/** What was done because somebody called. */
export interface Progress {
  readonly mapped: number;
  /** How many messages were tried. */
  readonly tried: number;
  /** True if more is due, or was put off: the time was over, or Segment is down. */
  readonly left: boolean;
}

/** A part of the work, done by itself: a Segment that is slow to answer keeps no webhook from being mapped. */
interface Part {
  readonly waker: Waker;
  /** Does some; gives how much. `isWoken`: because somebody said that there is some. */
  readonly work: (isWoken: boolean) => Promise<number>;
  /** When there is more to do, in milliseconds since 1970. */
  readonly dueAt: () => Promise<number>;
}

/** Maps and delivers as long as there is something to do, and sleeps until there is. */
export class Worker {
  readonly #dependencies: WorkerDependencies;
  readonly #mapping = new Waker();
  readonly #helping = new Waker();
  readonly #delivering = new Waker();

  constructor(dependencies: WorkerDependencies) {
    this.#dependencies = dependencies;
  }

  /** There may be something to do. */
  wake(): void {
    this.#mapping.wake();
    this.#delivering.wake();
  }

  /** A webhook was received: its messages are delivered when it is mapped. */
  received(): void {
    this.#mapping.wake();
  }

  /** Resolves when the service was told to stop and what was under way is finished. */
  async run(): Promise<void> {
    await Promise.all(
      [this.#map(), this.#helpToMap(), this.#deliver()].map((part) =>
        this.#repeat(part),
      ),
    );
  }

  #map(): Part {
    const { store, mapper } = this.#dependencies;
    return {
      waker: this.#mapping,
      work: async () => {
        const mapped = await this.#mapSome();
        if (mapper.isBusy(mapped)) this.#helping.wake();
        return mapped;
      },
      dueAt: async () =>
        Math.max(
          (await store.nextDue()).webhooks ?? Infinity,
          mapper.pausedUntil,
        ),
    };
  }

  /** Only when there is much: while one batch is written, the next is mapped. */
  #helpToMap(): Part {
    const { mapper } = this.#dependencies;
    return {
      waker: this.#helping,
      work: async (isWoken) => {
        if (!isWoken) return 0;
        const mapped = await this.#mapSome();
        if (mapper.isBusy(mapped)) this.#helping.wake();
        return mapped;
      },
      dueAt: () => Promise.resolve(Infinity),
    };
  }

  async #mapSome(): Promise<number> {
    const mapped = await this.#dependencies.mapper.mapSome();
    if (mapped > 0) this.#delivering.wake();
    return mapped;
  }

  #deliver(): Part {
    const { store, deliverer, retention } = this.#dependencies;
    return {
      waker: this.#delivering,
      work: async () => {
        const tried = await deliverer.deliverSome();
        // What was taken back is to be mapped again.
        if (tried > 0) this.#mapping.wake();
        return tried + (await retention.pruneWhenDue());
      },
      dueAt: async () =>
        Math.max(
          (await store.nextDue()).messages ?? Infinity,
          deliverer.pausedUntil,
        ),
    };
  }

  async #repeat({ waker, work, dueAt }: Part): Promise<void> {
    const { store, now, stopping, log } = this.#dependencies;
    while (!stopping.aborted) {
      const isWoken = waker.look();
      try {
        if ((await work(isWoken)) > 0) {
          // What comes over the network has its turn: the embedded store gives answers at once.
          await turn();
          continue;
        }
        const ms = (await dueAt()) - now();
        await waker.sleep(
          Math.min(store.pollMs, Math.max(SHORTEST_SLEEP_MS, ms)),
          stopping,
        );
      } catch (error) {
        const { code, errcode, name } = error as {
          code?: unknown;
          errcode?: unknown;
          name?: unknown;
        };
        log.error(
          { name, code, errcode },
          'the worker failed; it goes on in a second',
        );
        // Not until something is due: what is due may be what failed.
        await sleep(AFTER_FAILURE_MS, undefined, { signal: stopping }).catch(
          () => undefined,
        );
      }
    }
  }

  /**
   * Works until nothing is due or it was told to stop. It sleeps where Segment has got as much as it may this second, or
   * has asked to wait, but not beyond `until`, in milliseconds since 1970. Rejects if the store cannot be used.
   */
  async runOnce(until = Infinity): Promise<Progress> {
    const { now, stopping } = this.#dependencies;
    let [mapped, tried] = [0, 0];
    for (;;) {
      const some = await this.#workSome();
      mapped += some.mapped;
      tried += some.tried;
      if (stopping.aborted) break;
      if (some.mapped + some.tried + some.deleted > 0) continue;
      const { heldUntil } = await this.#left();
      if (heldUntil === undefined || heldUntil >= until) break;
      await this.#delivering.sleep(heldUntil - now(), stopping);
    }
    const { isDue, heldUntil } = await this.#left();
    return { mapped, tried, left: isDue || heldUntil !== undefined };
  }

  /** Whether more is due, and until when messages are held back, if they are. */
  async #left() {
    const { store, deliverer, now } = this.#dependencies;
    const { webhooks = Infinity, messages } = await store.nextDue();
    const { pausedUntil } = deliverer;
    const isHeld = messages !== undefined && now() < pausedUntil;
    return {
      isDue: Math.min(webhooks, messages ?? Infinity) <= now(),
      // After a failure each is put off by itself as well.
      heldUntil: isHeld ? Math.max(messages, pausedUntil) : undefined,
    };
  }

  async #workSome() {
    const { mapper, deliverer, retention } = this.#dependencies;
    return {
      mapped: await mapper.mapSome(),
      tried: await deliverer.deliverSome(),
      deleted: await retention.pruneWhenDue(),
    };
  }
}
