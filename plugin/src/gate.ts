import type { Call } from './call.ts';
import type {
  BeforeConsent,
  DropReason,
  GateState,
  Phase,
} from './gate-state.ts';
import { drop, hold, leavePage, type Waiting } from './waiting.ts';

export type GateAction =
  | { readonly type: 'call'; readonly call: Call }
  /** A call that was neither to be sent nor held when it was made. */
  | { readonly type: 'forgotten-call' }
  /** `fresh`: decided just now, not remembered from an earlier page. `at`: milliseconds since 1970. */
  | {
      readonly type: 'decided';
      readonly granted: boolean;
      readonly fresh: boolean;
      readonly at: number;
    }
  | { readonly type: 'undecided' }
  | { readonly type: 'page-left' }
  | { readonly type: 'loaded'; readonly attempt: number }
  | {
      readonly type: 'load-failed';
      readonly attempt: number;
      readonly reason: string;
    };

export type GateEffect =
  /** Load a fresh Analytics.js and report back with this attempt's number. */
  | { readonly type: 'load'; readonly attempt: number }
  | { readonly type: 'send'; readonly call: Call }
  /** Send `Segment Consent Preference Updated`. */
  | { readonly type: 'announce' }
  /** Stop this attempt's Analytics.js for good. `withdrawn`: it was open, and the visitor has said no. */
  | {
      readonly type: 'stop';
      readonly attempt: number;
      readonly withdrawn: boolean;
    };

/** How long a call is held at most, in milliseconds. */
export const HOLD_AGE_MS = 30 * 60_000;

/** The gate before anybody has decided, with what was held until now. */
export function initialGate(
  beforeConsent: BeforeConsent,
  { held, dropped }: Waiting = { held: [], dropped: {} },
): GateState {
  return {
    phase: { name: 'waiting', held },
    beforeConsent,
    attempts: 0,
    sent: 0,
    dropped,
  };
}

/** True where a call made now is neither sent nor held. */
export function isForgotten({ phase, beforeConsent }: GateState): boolean {
  return (
    phase.name === 'closed' ||
    (phase.name === 'waiting' && beforeConsent === 'drop')
  );
}

type Step = readonly [GateState, readonly GateEffect[]];

/**
 * The gate decides, and nothing else does, whether a call may be sent. It is a pure reducer: `(state, action)` gives
 * the next state and the effects to carry out, in order.
 */
export function gate(state: GateState, action: GateAction): Step {
  switch (action.type) {
    case 'call':
      return onCall(state, action.call);
    case 'forgotten-call':
      return [forget(state), []];
    case 'decided':
      return action.granted
        ? onGrant(state, action.fresh, action.at)
        : onRefusal(state, true);
    case 'undecided':
      return onUndecided(state);
    case 'page-left':
      return onPageLeft(state);
    case 'loaded':
      return onLoaded(state, action.attempt);
    case 'load-failed':
      return onLoadFailed(state, action.attempt, action.reason);
  }
}

function onCall(state: GateState, call: Call): Step {
  const { phase } = state;
  if (isForgotten(state)) return [forget(state), []];
  if (phase.name === 'open')
    return [{ ...state, sent: state.sent + 1 }, [{ type: 'send', call }]];
  return [wait(state, (waiting) => hold(waiting, call)), []];
}

function onGrant(state: GateState, fresh: boolean, at: number): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'waiting': {
      const held = phase.held.filter(
        ({ timestamp }) => at - Date.parse(timestamp) <= HOLD_AGE_MS,
      );
      const tooOld = phase.held.length - held.length;
      return load(count(state, 'too-old', tooOld), held, fresh);
    }
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

function onRefusal(state: GateState, withdrawn: boolean): Step {
  const { phase, attempts } = state;
  return [
    { ...count(state, 'refused', heldIn(phase)), phase: { name: 'closed' } },
    phase.name === 'open'
      ? [{ type: 'stop', attempt: attempts, withdrawn }]
      : [],
  ];
}

// A choice that has expired or was made under an older policy: nothing may be sent on its strength any more.
function onUndecided(state: GateState): Step {
  if (state.phase.name === 'waiting') return [state, []];
  const [closed, effects] = onRefusal(state, false);
  return [{ ...closed, phase: { name: 'waiting', held: [] } }, effects];
}

function onPageLeft(state: GateState): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'waiting':
      return [
        wait(state, (waiting) => leavePage(waiting, state.beforeConsent)),
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
    return [state, [{ type: 'stop', attempt, withdrawn: false }]];
  const replay: GateEffect[] = phase.held.map((call) => ({
    type: 'send',
    call,
  }));
  return [
    { ...state, phase: { name: 'open' }, sent: state.sent + replay.length },
    phase.announce ? replay.concat({ type: 'announce' }) : replay,
  ];
}

function onLoadFailed(state: GateState, attempt: number, reason: string): Step {
  const { phase } = state;
  return phase.name === 'loading' && state.attempts === attempt
    ? [{ ...state, phase: { ...phase, name: 'blocked', reason } }, []]
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

/** Changes what waits, where something does. */
function wait(
  state: GateState,
  change: (waiting: Waiting) => Waiting,
): GateState {
  const { phase, dropped } = state;
  if (!('held' in phase)) return state;
  const next = change({ held: phase.held, dropped });
  return {
    ...state,
    phase: { ...phase, held: next.held },
    dropped: next.dropped,
  };
}

function forget(state: GateState): GateState {
  const isRefused = state.phase.name === 'closed';
  return count(state, isRefused ? 'refused' : 'not-held', 1);
}

function count(state: GateState, reason: DropReason, calls: number): GateState {
  return calls === 0
    ? state
    : { ...state, dropped: drop(state.dropped, reason, calls) };
}

function heldIn(phase: Phase): number {
  return 'held' in phase ? phase.held.length : 0;
}
