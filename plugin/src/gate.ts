import type { Call } from './call.ts';

/**
 * The gate decides, and nothing else does, whether a call may be sent. It is a pure reducer: `(state, action)` gives
 * the next state and the effects to carry out, in order.
 */
export interface GateState {
  readonly phase: Phase;
  /** How often Analytics.js was asked for; the last attempt's number. */
  readonly attempts: number;
  /** How many calls were let through to Analytics.js. */
  readonly sent: number;
  /** How many calls were forgotten, by reason. */
  readonly dropped: Readonly<Record<DropReason, number>>;
}

export type Phase =
  /** The visitor has not decided; calls of this page are held in memory. */
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
    }
  /** Calls go through. */
  | { readonly name: 'open' }
  /** The visitor has refused or withdrawn; calls are forgotten. */
  | { readonly name: 'closed' };

export type DropReason =
  /** Made after a refusal, or held when it came. */
  | 'refused'
  /** Made on a page that was left without a choice. */
  | 'page-left'
  /** More than the gate may hold. */
  | 'overflow';

export type GateAction =
  | { readonly type: 'call'; readonly call: Call }
  /** A call that was made while the gate was closed. */
  | { readonly type: 'refused-call' }
  /** `fresh`: decided just now, not remembered from an earlier page. */
  | {
      readonly type: 'decided';
      readonly granted: boolean;
      readonly fresh: boolean;
    }
  | { readonly type: 'undecided' }
  | { readonly type: 'page-left' }
  | { readonly type: 'loaded'; readonly attempt: number }
  | { readonly type: 'load-failed'; readonly attempt: number };

export type GateEffect =
  /** Load a fresh Analytics.js and report back with this attempt's number. */
  | { readonly type: 'load'; readonly attempt: number }
  | { readonly type: 'send'; readonly call: Call }
  /** Send `Segment Consent Preference Updated`. */
  | { readonly type: 'announce' }
  /** Stop this attempt's Analytics.js for good. */
  | { readonly type: 'stop'; readonly attempt: number };

/** How many calls are held at most. */
export const HOLD_LIMIT = 200;

export const initialGate: GateState = {
  phase: { name: 'waiting', held: [] },
  attempts: 0,
  sent: 0,
  dropped: { refused: 0, 'page-left': 0, overflow: 0 },
};

type Step = readonly [GateState, readonly GateEffect[]];

export function gate(state: GateState, action: GateAction): Step {
  switch (action.type) {
    case 'call':
      return onCall(state, action.call);
    case 'refused-call':
      return [drop(state, 'refused', 1), []];
    case 'decided':
      return action.granted ? onGrant(state, action.fresh) : onRefusal(state);
    case 'undecided':
      return onUndecided(state);
    case 'page-left':
      return onPageLeft(state);
    case 'loaded':
      return onLoaded(state, action.attempt);
    case 'load-failed':
      return onLoadFailed(state, action.attempt);
  }
}

function onCall(state: GateState, call: Call): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'open':
      return [{ ...state, sent: state.sent + 1 }, [{ type: 'send', call }]];
    case 'closed':
      return [drop(state, 'refused', 1), []];
    case 'waiting':
    case 'loading':
    case 'blocked':
      return phase.held.length < HOLD_LIMIT
        ? [{ ...state, phase: { ...phase, held: phase.held.concat(call) } }, []]
        : [drop(state, 'overflow', 1), []];
  }
}

function onGrant(state: GateState, fresh: boolean): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'waiting':
      return load(state, phase.held, fresh);
    case 'closed':
      return load(state, [], fresh);
    case 'open':
      return [state, fresh ? [{ type: 'announce' }] : []];
    case 'loading':
    case 'blocked':
      return [
        { ...state, phase: { ...phase, announce: phase.announce || fresh } },
        [],
      ];
  }
}

function onRefusal(state: GateState): Step {
  const { phase, attempts } = state;
  const forgotten = drop(state, 'refused', heldIn(phase));
  return [
    { ...forgotten, phase: { name: 'closed' } },
    phase.name === 'open' ? [{ type: 'stop', attempt: attempts }] : [],
  ];
}

// A choice that has expired or was made under an older policy: nothing may be sent on its strength any more.
function onUndecided(state: GateState): Step {
  const { phase } = state;
  if (phase.name === 'waiting') return [state, []];
  const [closed, effects] = onRefusal(state);
  return [{ ...closed, phase: { name: 'waiting', held: [] } }, effects];
}

function onPageLeft(state: GateState): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'waiting':
      return [
        {
          ...drop(state, 'page-left', phase.held.length),
          phase: { name: 'waiting', held: [] },
        },
        [],
      ];
    case 'blocked':
      return load(state, phase.held, phase.announce);
    case 'loading':
    case 'open':
    case 'closed':
      return [state, []];
  }
}

function onLoaded(state: GateState, attempt: number): Step {
  const { phase } = state;
  // The visitor changed their mind while it was on its way.
  if (phase.name !== 'loading' || state.attempts !== attempt)
    return [state, [{ type: 'stop', attempt }]];
  const replay: GateEffect[] = phase.held.map((call) => ({
    type: 'send',
    call,
  }));
  return [
    { ...state, phase: { name: 'open' }, sent: state.sent + replay.length },
    phase.announce ? replay.concat({ type: 'announce' }) : replay,
  ];
}

function onLoadFailed(state: GateState, attempt: number): Step {
  const { phase } = state;
  return phase.name === 'loading' && state.attempts === attempt
    ? [{ ...state, phase: { ...phase, name: 'blocked' } }, []]
    : [state, []];
}

function load(
  state: GateState,
  held: readonly Call[],
  announce: boolean,
): Step {
  const attempt = state.attempts + 1;
  return [
    { ...state, attempts: attempt, phase: { name: 'loading', held, announce } },
    [{ type: 'load', attempt }],
  ];
}

function heldIn(phase: Phase): number {
  return 'held' in phase ? phase.held.length : 0;
}

function drop(state: GateState, reason: DropReason, count: number): GateState {
  const { dropped } = state;
  return {
    ...state,
    dropped: { ...dropped, [reason]: dropped[reason] + count },
  };
}
