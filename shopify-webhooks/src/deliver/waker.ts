import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who sleeps until a time, or until there is something to do. */
export class Waker {
  #woken = false;
  #wakeUp = new AbortController();

  /** There may be something to do. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp.abort();
  }

  /** Looks for something to do: being woken counts from now on. */
  look(): void {
    this.#woken = false;
  }

  /** Resolves after a time, when it is woken or was since it looked, or when it is to stop. */
  async sleep(ms: number, stopping: AbortSignal): Promise<void> {
    this.#wakeUp = new AbortController();
    if (this.#woken) return;
    const signal = AbortSignal.any([stopping, this.#wakeUp.signal]);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}
