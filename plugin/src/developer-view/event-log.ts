import type { Violation } from '@storefront-events/plan/validate';
import type { CallContent } from '../call.ts';

/** A call, where and when it was made, and what is wrong with it. */
export interface Seen {
  readonly content: CallContent;
  readonly at: Date;
  readonly path: string;
  readonly violations: readonly Violation[];
}

/** How many are kept. */
export const LOG_LIMIT = 50;

/** The last calls of this page's life, in memory. */
export interface EventLog {
  readonly add: (seen: Seen) => void;
  /** The last first. */
  readonly list: () => readonly Seen[];
  /** How many violations there have been, also of calls that are not kept any more. */
  readonly violations: () => number;
  /** Calls back on each addition. */
  readonly subscribe: (listener: () => void) => void;
}

export function createEventLog(): EventLog {
  const listeners: (() => void)[] = [];
  let last: readonly Seen[] = [];
  let violations = 0;
  return {
    add(seen) {
      last = [seen, ...last].slice(0, LOG_LIMIT);
      violations += seen.violations.length;
      for (const listener of listeners) listener();
    },
    list: () => last,
    violations: () => violations,
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
