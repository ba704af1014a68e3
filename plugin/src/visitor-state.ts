import { hasGpc, UNDECIDED, type Visitor } from './consent/consent.ts';
import { guarded } from './guarded.ts';

/** What is known of the visitor, for whoever wants to know. */
export interface VisitorState {
  readonly get: () => Visitor;
  readonly set: (visitor: Visitor) => void;
  /** Calls back on each change. Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createVisitorState(window: Window): VisitorState {
  const listeners = new Set<() => void>();
  let visitor: Visitor = { ...UNDECIDED, gpc: hasGpc(window) };
  return {
    get: () => visitor,
    set(next) {
      visitor = next;
      listeners.forEach((listener) => {
        guarded(listener);
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
