import { useSyncExternalStore } from 'react';
import { UNDECIDED, type Visitor } from '../consent/consent.ts';
import { getStorefront } from '../instance.ts';

/** What the visitor has decided. On the server, and until React has taken over the page, nobody has. */
export function useVisitor(): Visitor {
  return useSyncExternalStore(
    subscribe,
    () => getStorefront().visitor(),
    () => UNDECIDED,
  );
}

const subscribe = (listener: () => void) =>
  getStorefront().onVisitorChange(listener);
