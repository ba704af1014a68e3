/** Work under way that a visitor who leaves may wait for. */
export interface InFlight {
  /** Has `flush` wait for this too. */
  readonly hold: (work: Promise<unknown>) => void;
  /** Resolves when all of it has arrived or was given up on, or after the time given, in milliseconds. */
  readonly flush: (timeoutMs: number) => Promise<void>;
}

export function createInFlight(): InFlight {
  const works = new Set<Promise<void>>();
  return {
    hold(work) {
      const done = work
        // Whoever did the work knows how it went.
        .catch(() => undefined)
        .then(() => {
          works.delete(done);
        });
      works.add(done);
    },
    async flush(timeoutMs) {
      const over = new Promise<boolean>((resolve) =>
        setTimeout(() => {
          resolve(true);
        }, timeoutMs),
      );
      let isOver = false;
      // One work may begin another: what is loaded then sends.
      while (works.size && !isOver)
        isOver = await Promise.race([
          Promise.all(works).then(() => false),
          over,
        ]);
    },
  };
}
