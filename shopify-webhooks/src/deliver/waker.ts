/** Somebody who sleeps until a time, or until there is something to do. */
export class Waker {
  #woken = false;
  #wakeUp: (() => void) | undefined;

  /** There may be something to do. Called for each webhook: it costs nothing while nobody sleeps. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Looks for something to do: being woken counts from now on. Gives whether it was woken before. */
  look(): boolean {
    const wasWoken = this.#woken;
    this.#woken = false;
    return wasWoken;
  }

  /** Resolves after a time, when it is woken or was since it looked, or when it is to stop. */
  async sleep(ms: number, stopping: AbortSignal): Promise<void> {
    if (this.#woken || stopping.aborted) return;
    await new Promise<void>((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer);
        stopping.removeEventListener('abort', wakeUp);
        this.#wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(wakeUp, ms);
      stopping.addEventListener('abort', wakeUp);
      this.#wakeUp = wakeUp;
    });
  }
}
