import type { Call } from './call.ts';

/** What the gate has decided so far, and what waits for it. */
export interface GateState {
  readonly phase: Phase;
  /** What becomes of calls that were made before a choice. */
  readonly beforeConsent: BeforeConsent;
  /** How often Analytics.js was asked for; the last attempt's number. */
  readonly attempts: number;
  /** How many calls were let through to Analytics.js. */
  readonly sent: number;
  readonly dropped: Dropped;
}

/**
 * Calls made before a choice are kept in memory for the page on which the visitor chooses (`current-page`), for earlier
 * pages too (`hold`), or not at all (`drop`). Sending what came before a choice is retroactive collection.
 */
export type BeforeConsent = 'current-page' | 'hold' | 'drop';

export type Phase =
  /** The visitor has not decided; calls are held in memory. */
  | { readonly name: 'waiting'; readonly held: readonly Call[] }
  /** The visitor has granted; Analytics.js is on its way. */
  | {
      readonly name: 'loading';
      readonly held: readonly Call[];
      readonly announce: boolean;
    }
  /** The visitor has granted, but Analytics.js cannot be loaded; the next page tries again. */
  | {
      readonly name: 'blocked';
      readonly held: readonly Call[];
      readonly announce: boolean;
      readonly reason: string;
    }
  /** Calls go through. */
  | { readonly name: 'open' }
  /** The visitor has refused or withdrawn; calls are forgotten. */
  | { readonly name: 'closed' };

/** How many calls were forgotten, by reason; a reason that never arose is left out. */
export type Dropped = Readonly<Partial<Record<DropReason, number>>>;

export type DropReason =
  /** Made after a refusal, or held when it came. */
  | 'refused'
  /** Made on a page that was left without a choice. */
  | 'page-left'
  /** Made before a choice, where the owner wants nothing kept. */
  | 'not-held'
  /** Held for longer than the gate may. */
  | 'too-old'
  /** More than the gate may hold. */
  | 'overflow';
