import type {
  AnalyticsSettings,
  Farewell,
  LoadAnalytics,
  LoadedAnalytics,
} from './analytics/port.ts';
import { gate, type GateAction, type GateEffect } from './gate.ts';
import type { GateState } from './gate-state.ts';

export interface GatedAnalyticsDependencies {
  /** What was held while nobody had decided. */
  readonly state: GateState;
  readonly load: LoadAnalytics;
  /** What this attempt's Analytics.js is loaded with. */
  readonly settingsFor: (attempt: number) => AnalyticsSettings;
  /** Has `Segment Consent Preference Updated` called. */
  readonly announce: () => void;
  /** What to say last, if anything. */
  readonly farewell: () => Farewell | undefined;
  /** Something may have been stored that must not stay. */
  readonly onStopped: () => void;
  /** Work under way that a visitor who leaves may wait for. */
  readonly hold: (work: Promise<unknown>) => void;
}

/** Carries out what the gate decides. Each grant has an Analytics.js of its own. */
export class GatedAnalytics {
  private readonly dependencies: GatedAnalyticsDependencies;
  private readonly instances = new Map<number, LoadedAnalytics>();
  /** The attempt that was under way when the visitor took something back. */
  private narrowed: number | undefined;
  /** What the gate has decided so far. */
  state: GateState;

  constructor(dependencies: GatedAnalyticsDependencies) {
    this.dependencies = dependencies;
    this.state = dependencies.state;
  }

  /** The instance in use, if any. */
  current(): LoadedAnalytics | undefined {
    return this.instances.get(this.state.attempts);
  }

  /** The visitor has taken something back and left the rest: an instance on its way may have begun with all of it. */
  narrow(): void {
    const current = this.current();
    if (current) current.narrow();
    else this.narrowed = this.state.attempts;
  }

  dispatch(action: GateAction): void {
    const [next, effects] = gate(this.state, action);
    this.state = next;
    for (const effect of effects)
      this.carryOut(effect, action.type === 'loaded');
  }

  private carryOut(effect: GateEffect, replayed: boolean): void {
    const { hold, announce } = this.dependencies;
    switch (effect.type) {
      case 'load':
        hold(this.load(effect.attempt));
        return;
      case 'send': {
        const sent = this.current()?.send(effect.call, replayed);
        if (sent) hold(sent);
        return;
      }
      case 'announce':
        announce();
        return;
      case 'stop':
        this.stop(effect.attempt, effect.withdrawn);
    }
  }

  private async load(attempt: number): Promise<void> {
    const { load, settingsFor, onStopped } = this.dependencies;
    const result = await load(settingsFor(attempt));
    if (result.status === 'loaded') {
      this.instances.set(attempt, result.analytics);
      this.dispatch({ type: 'loaded', attempt });
      if (this.narrowed === attempt) this.current()?.narrow();
    } else
      this.dispatch({
        type: 'load-failed',
        attempt,
        reason: String(result.reason),
      });
    // It may have stored its ids after the visitor withdrew.
    onStopped();
  }

  private stop(attempt: number, withdrawn: boolean): void {
    const { hold, farewell, onStopped } = this.dependencies;
    const analytics = this.instances.get(attempt);
    this.instances.delete(attempt);
    if (analytics) hold(analytics.stop(withdrawn ? farewell() : undefined));
    onStopped();
  }
}
