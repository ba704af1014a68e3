import type { Dropped, Phase } from './gate-state.ts';

/** What the gate does and why, and its counts. */
export interface Inspection {
  readonly phase: Phase['name'];
  /** Why nothing can be sent though it may be. */
  readonly reason: string | undefined;
  readonly held: number;
  readonly sent: number;
  readonly dropped: Dropped;
}
