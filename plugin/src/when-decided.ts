import type { Decided } from './decided.ts';
import { guarded } from './guarded.ts';
import type { Inspection } from './inspection.ts';
import type { Waiting } from './waiting.ts';

/** What is needed once somebody has decided: brought when it is first asked for. Until then, what waits for it. */
export interface WhenDecided {
  /** It, once it is there. */
  readonly get: () => Decided | undefined;
  /** Has it do something, as soon as it is there, in the order of asking. */
  readonly then: (
    work: (decided: Decided) => void,
    isDecision?: boolean,
  ) => void;
  /** Tries again, where it was asked for and could not be brought. True where it was for a decision. */
  readonly retry: () => boolean;
  /** Changes what waits. */
  readonly wait: (change: (waiting: Waiting) => Waiting) => void;
  readonly inspect: () => Inspection;
}

/**
 * @param load brings what starts it, with what waits by then
 * @param hold told of the loading, so that `flush` waits for it
 */
export function createWhenDecided(
  load: () => Promise<(waiting: Waiting) => Decided>,
  hold: (work: Promise<unknown>) => void,
): WhenDecided {
  const works: ((decided: Decided) => void)[] = [];
  let waiting: Waiting = { held: [], dropped: {} };
  let decided: Decided | undefined;
  let isLoading = false;
  let hasDecision = false;
  let reason: string | undefined;

  const bring = () => {
    if (isLoading) return;
    isLoading = true;
    hold(
      load().then(
        (start) => {
          // At once, so that no call falls between what waited and what was started.
          const started = (decided = start(waiting));
          works.forEach((work) => {
            guarded(() => {
              work(started);
            });
          });
          started.start();
        },
        (error: unknown) => {
          isLoading = false;
          reason = String(error);
        },
      ),
    );
  };

  return {
    get: () => decided,
    then(work, isDecision) {
      if (decided) work(decided);
      else {
        if (isDecision) hasDecision = true;
        works.push(work);
        // What could not be brought is tried again at the next page, and not at each thing a platform says.
        if (!reason) bring();
      }
    },
    retry() {
      if (works.length > 0) bring();
      return hasDecision;
    },
    wait(change) {
      waiting = change(waiting);
    },
    inspect: () =>
      decided
        ? decided.inspect()
        : {
            phase: 'waiting',
            reason,
            held: waiting.held.length,
            sent: 0,
            dropped: waiting.dropped,
          },
  };
}
