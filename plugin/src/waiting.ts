/** What becomes of calls while nobody has decided: the part of the gate that every page needs. */
import type { Call } from './call.ts';
import type { BeforeConsent, Dropped, DropReason } from './gate-state.ts';

/** What is held, and what was forgotten. */
export interface Waiting {
  readonly held: readonly Call[];
  readonly dropped: Dropped;
}

/** How many calls are held at most. */
export const HOLD_LIMIT = 200;

/** A call that cannot be sent yet: kept in memory, in order. */
export function hold({ held, dropped }: Waiting, call: Call): Waiting {
  return held.length < HOLD_LIMIT
    ? { held: held.concat(call), dropped }
    : { held, dropped: drop(dropped, 'overflow', 1) };
}

/** The page is left without a choice: its calls are forgotten, unless the owner's banner says that they are kept. */
export function leavePage(
  { held, dropped }: Waiting,
  beforeConsent: BeforeConsent | undefined,
): Waiting {
  // Who somebody is, is never told of a page that was left without a choice.
  const kept = held.filter(
    ({ type }) => beforeConsent === 'hold' && type !== 'identify',
  );
  const left = held.length - kept.length;
  return {
    held: kept,
    dropped: left ? drop(dropped, 'page-left', left) : dropped,
  };
}

/** Counts what is forgotten. */
export function drop(
  dropped: Dropped,
  reason: DropReason,
  count: number,
): Dropped {
  return { ...dropped, [reason]: (dropped[reason] || 0) + count };
}
