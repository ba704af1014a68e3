import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Mapper } from '../map/mapper.ts';
import type { Retention } from '../retention.ts';
import type { Store } from '../store/store.ts';
import type { Deliverer } from './deliverer.ts';

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
  /** True if more is due: the time was over, or Segment is down. */
  readonly left: boolean;
}

/** Maps and delivers as long as there is something to do, and sleeps until there is. */
export class Worker {
  readonly #dependencies: WorkerDependencies;
  #woken = false;
  #wakeUp = new AbortController();

  constructor(dependencies: WorkerDependencies) {
    this.#dependencies = dependencies;
  }

  /** There may be something to do. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp.abort();
  }

  /** Resolves when the service was told to stop and what was under way is finished. */
  async run(): Promise<void> {
    const { stopping, log } = this.#dependencies;
    while (!stopping.aborted) {
      this.#woken = false;
      try {
        const { mapped, tried, deleted } = await this.#workSome();
        if (mapped + tried + deleted === 0) await this.#sleepUntilDue();
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
        await pause(AFTER_FAILURE_MS, stopping);
      }
    }
  }

  /** Works until nothing is due or it was told to stop. Rejects if the store cannot be used. */
  async runOnce(): Promise<Progress> {
    const { store, now, stopping } = this.#dependencies;
    let [mapped, tried, more] = [0, 0, true];
    while (more && !stopping.aborted) {
      const some = await this.#workSome();
      mapped += some.mapped;
      tried += some.tried;
      more = some.mapped + some.tried + some.deleted > 0;
    }
    const { webhooks = Infinity, messages = Infinity } = await store.nextDue();
    return { mapped, tried, left: Math.min(webhooks, messages) <= now() };
  }

  async #workSome() {
    const { mapper, deliverer, retention } = this.#dependencies;
    return {
      mapped: await mapper.mapSome(),
      tried: await deliverer.deliverSome(),
      deleted: await retention.pruneWhenDue(),
    };
  }

  async #sleepUntilDue(): Promise<void> {
    const { store, deliverer, now, stopping } = this.#dependencies;
    const due = await store.nextDue();
    const next = Math.min(
      due.webhooks ?? Infinity,
      Math.max(due.messages ?? Infinity, deliverer.pausedUntil),
    );
    const ms = Math.min(
      store.pollMs,
      Math.max(SHORTEST_SLEEP_MS, next - now()),
    );
    this.#wakeUp = new AbortController();
    if (!this.#woken)
      await pause(ms, AbortSignal.any([stopping, this.#wakeUp.signal]));
  }
}

/** Resolves after a time, or when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
