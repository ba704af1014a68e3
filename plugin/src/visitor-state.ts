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
  let visitor: Visitor | undefined;
  return {
    // Looked up when somebody asks: a page on which nobody does is spared it.
    get: () => visitor || (visitor = { ...UNDECIDED, gpc: hasGpc(window) }),
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
