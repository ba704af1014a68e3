import type { Dropped, GateState, Phase } from './gate-state.ts';

/** What the gate does and why, and its counts. */
export interface Inspection {
  readonly phase: Phase['name'];
  /** Why nothing can be sent though it may be. */
  readonly reason: string | undefined;
  readonly held: number;
  readonly sent: number;
  readonly dropped: Dropped;
}

export function inspectionOf({ phase, sent, dropped }: GateState): Inspection {
  return {
    phase: phase.name,
    reason: 'reason' in phase ? phase.reason : undefined,
    held: 'held' in phase ? phase.held.length : 0,
    sent,
    dropped,
  };
}
