import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Mapper } from '../map/mapper.ts';
import type { Retention } from '../retention.ts';
import type { Store } from '../store/store.ts';
import type { Deliverer } from './deliverer.ts';

export interface WorkerDependencies {
  readonly store: Pick<Store, 'nextDue'>;
  readonly mapper: Mapper;
  readonly deliverer: Deliverer;
  readonly retention: Retention;
  readonly log: Logger;
  readonly now: () => number;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

/** The longest sleep, in case a clock was set back. */
const LONGEST_SLEEP_MS = 30_000;
const AFTER_FAILURE_MS = 1000;

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
    const { mapper, deliverer, retention, stopping, log } = this.#dependencies;
    while (!stopping.aborted) {
      this.#woken = false;
      try {
        const mapped = await mapper.mapSome();
        const delivered = await deliverer.deliverSome();
        const deleted = await retention.pruneWhenDue();
        if (mapped + delivered + deleted === 0) await this.#sleepUntilDue();
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

  async #sleepUntilDue(): Promise<void> {
    const { store, deliverer, now, stopping } = this.#dependencies;
    const due = await store.nextDue();
    const next = Math.min(
      due.webhooks ?? Infinity,
      Math.max(due.messages ?? Infinity, deliverer.pausedUntil),
    );
    const ms = Math.min(LONGEST_SLEEP_MS, Math.max(0, next - now()));
    this.#wakeUp = new AbortController();
    if (!this.#woken)
      await pause(ms, AbortSignal.any([stopping, this.#wakeUp.signal]));
  }
}

/** Resolves after a time, or when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
