import fc from 'fast-check';
import type { Call } from './call.ts';
import {
  gate,
  HOLD_AGE_MS,
  initialGate,
  type GateAction,
  type GateEffect,
} from './gate.ts';
import type { BeforeConsent, GateState } from './gate-state.ts';
import { HOLD_LIMIT } from './waiting.ts';

let nextNumber = 0;

const NOON = '2026-11-21T10:00:00.000Z';
const at = Date.parse(NOON);

function makeCall(): Extract<Call, { type: 'track' }> {
  return {
    type: 'track',
    event: 'Product Viewed',
    properties: { number: nextNumber++ },
    ...makeStamp(),
  };
}

function makeStamp() {
  const path = '/';
  return {
    timestamp: NOON,
    page: {
      path,
      url: `https://shop.example${path}`,
      title: '',
      referrer: '',
      search: '',
    },
  };
}

const call = (): GateAction => ({ type: 'call', call: makeCall() });
const grant = (fresh = true): GateAction => ({
  type: 'decided',
  granted: true,
  fresh,
  at,
});
const refuse: GateAction = {
  type: 'decided',
  granted: false,
  fresh: true,
  at,
};

/** Carries out actions from the beginning; gives the last state and every effect. */
function play(...actions: readonly GateAction[]): Played {
  return playFrom('current-page', ...actions);
}

interface Played {
  state: GateState;
  effects: GateEffect[];
}

function playFrom(
  beforeConsent: BeforeConsent,
  ...actions: readonly GateAction[]
): Played {
  let state = initialGate(beforeConsent);
  const effects: GateEffect[] = [];
  for (const action of actions) {
    const [next, made] = gate(state, action);
    state = next;
    effects.push(...made);
  }
  return { state, effects };
}

const kinds = (effects: readonly GateEffect[]) =>
  effects.map(({ type }) => type);

describe('the gate', () => {
  it('holds calls while the visitor has not decided', () => {
    const { state, effects } = play(call(), call());
    expect(effects).toEqual([]);
    expect(state.phase).toMatchObject({ name: 'waiting', held: { length: 2 } });
  });

  it('forgets and counts the calls of a page that is left without a choice', () => {
    const { state } = play(call(), call(), { type: 'page-left' });
    expect(state.phase).toEqual({ name: 'waiting', held: [] });
    expect(state.dropped['page-left']).toBe(2);
  });

  it('replays what is held in order after a grant, then announces it', () => {
    const first = makeCall();
    const second = makeCall();
    const { effects } = play(
      { type: 'call', call: first },
      grant(),
      { type: 'call', call: second },
      { type: 'loaded', attempt: 1 },
      call(),
    );
    expect(kinds(effects)).toEqual([
      'load',
      'send',
      'send',
      'announce',
      'send',
    ]);
    expect(effects[1]).toEqual({ type: 'send', call: first });
    expect(effects[2]).toEqual({ type: 'send', call: second });
  });

  it('does not announce a choice that was made on an earlier visit', () => {
    const { effects } = play(grant(false), { type: 'loaded', attempt: 1 });
    expect(kinds(effects)).toEqual(['load']);
  });

  it('forgets what is held after a refusal, and loads nothing', () => {
    const { state, effects } = play(call(), refuse, call());
    expect(effects).toEqual([]);
    expect(state.phase).toEqual({ name: 'closed' });
    expect(state.dropped.refused).toBe(2);
  });

  it('stops Analytics.js when the visitor withdraws, and lets nothing through', () => {
    const { effects } = play(
      grant(),
      { type: 'loaded', attempt: 1 },
      refuse,
      call(),
    );
    expect(kinds(effects)).toEqual(['load', 'announce', 'stop']);
    expect(effects.at(-1)).toMatchObject({ withdrawn: true });
  });

  it('stops an Analytics.js that arrives after the visitor changed their mind', () => {
    const { state, effects } = play(grant(), refuse, {
      type: 'loaded',
      attempt: 1,
    });
    expect(effects.at(-1)).toEqual({
      type: 'stop',
      attempt: 1,
      withdrawn: false,
    });
    expect(state.phase).toEqual({ name: 'closed' });
  });

  it('takes a fresh instance for a second grant, and not the first one that comes late', () => {
    const { state, effects } = play(
      grant(),
      refuse,
      grant(),
      { type: 'loaded', attempt: 1 },
      { type: 'loaded', attempt: 2 },
    );
    expect(kinds(effects)).toEqual(['load', 'load', 'stop', 'announce']);
    expect(state.phase).toEqual({ name: 'open' });
  });

  it('announces a change of the answers while it stays open', () => {
    const { effects } = play(grant(), { type: 'loaded', attempt: 1 }, grant());
    expect(kinds(effects)).toEqual(['load', 'announce', 'announce']);
  });

  it('holds on when Analytics.js is blocked, and tries again on the next page', () => {
    const { state, effects } = play(
      call(),
      grant(),
      { type: 'load-failed', attempt: 1, reason: 'blocked' },
      call(),
      { type: 'page-left' },
      { type: 'loaded', attempt: 2 },
    );
    expect(kinds(effects)).toEqual([
      'load',
      'load',
      'send',
      'send',
      'announce',
    ]);
    expect(state.dropped).toEqual({});
  });

  it('does not try again where the page stays', () => {
    const { effects } = play(
      grant(),
      { type: 'load-failed', attempt: 1, reason: 'blocked' },
      call(),
      call(),
    );
    expect(kinds(effects)).toEqual(['load']);
  });

  it('holds a bounded number of calls and counts the rest', () => {
    const { state } = play(...Array.from({ length: HOLD_LIMIT + 3 }, call));
    expect(state.phase).toMatchObject({ held: { length: HOLD_LIMIT } });
    expect(state.dropped.overflow).toBe(3);
  });

  it('closes again when a choice expires', () => {
    const { state, effects } = play(
      grant(),
      { type: 'loaded', attempt: 1 },
      { type: 'undecided' },
      call(),
    );
    expect(kinds(effects)).toEqual(['load', 'announce', 'stop']);
    expect(effects.at(-1)).toMatchObject({ withdrawn: false });
    expect(state.phase).toMatchObject({ name: 'waiting', held: { length: 1 } });
  });

  it('says why it is blocked', () => {
    const { state } = play(grant(), {
      type: 'load-failed',
      attempt: 1,
      reason: 'ChunkLoadError',
    });
    expect(state.phase).toMatchObject({
      name: 'blocked',
      reason: 'ChunkLoadError',
    });
  });

  it('forgets what has been held for too long', () => {
    const { state, effects } = play(
      call(),
      { ...grant(), at: at + HOLD_AGE_MS + 1 } as GateAction,
      { type: 'loaded', attempt: 1 },
    );
    expect(kinds(effects)).toEqual(['load', 'announce']);
    expect(state.dropped['too-old']).toBe(1);
  });

  it('keeps earlier pages too where the owner says so, but never who somebody was there', () => {
    const identify: GateAction = {
      type: 'call',
      call: { type: 'identify', userId: 'u1', traits: {}, ...makeStamp() },
    };
    const { state, effects } = playFrom(
      'hold',
      call(),
      identify,
      { type: 'page-left' },
      identify,
      grant(),
      { type: 'loaded', attempt: 1 },
    );
    expect(
      effects.flatMap((effect) =>
        effect.type === 'send' ? [effect.call.type] : [],
      ),
    ).toEqual(['track', 'identify']);
    expect(state.dropped['page-left']).toBe(1);
  });

  it('keeps nothing before a choice where the owner says so', () => {
    const { state, effects } = playFrom('drop', call(), grant(), call(), {
      type: 'loaded',
      attempt: 1,
    });
    expect(kinds(effects)).toEqual(['load', 'send', 'announce']);
    expect(state.dropped['not-held']).toBe(1);
  });
});

describe('on any walk, the gate', () => {
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.constant('call' as const) },
    fc.constantFrom(
      'grant',
      'refuse',
      'undecided',
      'page-left',
      'loaded',
      'loaded-late',
      'load-failed',
    ),
  );

  const policy = fc.constantFrom('current-page', 'hold', 'drop' as const);

  /** Everything that must hold after each step; throws otherwise. Plain comparisons: it runs some million times. */
  function walkThrough(
    beforeConsent: BeforeConsent,
    walk: readonly string[],
  ): void {
    let state = initialGate(beforeConsent);
    let granted = false;
    let made = 0;
    let sent = 0;
    let last = -1;
    for (const step of walk) {
      if (step === 'grant') granted = true;
      if (step === 'refuse' || step === 'undecided') granted = false;
      if (step === 'call') made += 1;
      const [next, effects] = gate(state, toAction(step, state));
      state = next;
      for (const effect of effects) {
        if (effect.type !== 'stop' && !granted)
          throw new Error(`${effect.type} without a grant`);
        if (effect.type !== 'send') continue;
        const number =
          effect.call.type === 'track'
            ? Number(effect.call.properties['number'])
            : NaN;
        if (!(number > last)) throw new Error('out of order, or twice');
        last = number;
        sent += 1;
      }
      const dropped = Object.values(state.dropped).reduce((a, b) => a + b, 0);
      const held = 'held' in state.phase ? state.phase.held.length : 0;
      if (sent + dropped + held !== made || state.sent !== sent)
        throw new Error('a call is lost');
    }
  }

  it('never sends without a grant, keeps the order, and loses nothing without a count', () => {
    fc.assert(
      fc.property(policy, fc.array(action, { maxLength: 60 }), walkThrough),
      { numRuns: 100_000 },
    );
  });

  function toAction(step: string, state: GateState): GateAction {
    switch (step) {
      case 'call':
        return call();
      case 'grant':
        return grant();
      case 'refuse':
        return refuse;
      case 'loaded':
        return { type: 'loaded', attempt: state.attempts };
      case 'load-failed':
        return { type: step, attempt: state.attempts, reason: 'blocked' };
      case 'loaded-late':
        return { type: 'loaded', attempt: state.attempts - 1 };
      case 'undecided':
        return { type: 'undecided' };
      default:
        return { type: 'page-left' };
    }
  }
});
