import {
  isAnonymousId,
  type CategoryPreferences,
} from '@storefront-events/plan/wire';
import { MEMORY_KEY } from './memory-key.ts';

/**
 * What this browser keeps of a grant: what the consent platform may not (when, under which policy), and what the
 * shop's other tabs follow. It goes with a withdrawal, and that is how they learn of one. Where silence is a yes
 * (`opt-out`) an objection is kept in the same way, without an id.
 */
export interface Memory {
  readonly categories: CategoryPreferences;
  /** When the visitor decided: ISO 8601. */
  readonly at: string;
  readonly policy: string;
  /** The anonymous id; none with an objection. */
  readonly id: string | undefined;
  /** Nobody said it: silence was taken for a yes. */
  readonly implied?: boolean;
}

/** The choice this browser remembers; undefined where there is none, or the browser forbids storage. */
export function recall(window: Window): Memory | undefined {
  try {
    return readMemory(window.localStorage.getItem(MEMORY_KEY));
  } catch {
    return undefined;
  }
}

/** Reads what may have been tampered with. What is not a memory is none. */
export function readMemory(text: string | null): Memory | undefined {
  try {
    const memory = JSON.parse(text ?? '') as Memory | null;
    return memory &&
      (memory.id === undefined || isAnonymousId(memory.id)) &&
      typeof memory.policy === 'string' &&
      typeof memory.categories === 'object' &&
      (memory.categories as unknown) !== null &&
      Date.parse(memory.at) > 0
      ? memory
      : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice. A browser that forbids storage remembers nothing. */
export function remember(window: Window, memory: Memory): void {
  try {
    window.localStorage.setItem(MEMORY_KEY, JSON.stringify(memory));
  } catch {
    // Then each tab is on its own.
  }
}

/** Forgets it. `tells`: the shop's other tabs must learn of it, also where the shop has cleared its storage meanwhile. */
export function forget(window: Window, tells: boolean): void {
  try {
    const { localStorage } = window;
    // Removing what is not there is no event.
    if (tells) localStorage.setItem(MEMORY_KEY, '');
    localStorage.removeItem(MEMORY_KEY);
  } catch {
    // Nothing was remembered.
  }
}
