import type {
  AnalyticsSettings,
  LoadAnalytics,
  LoadedAnalytics,
} from './analytics-port.ts';
import type { Call } from './call.ts';

/** How long the next replayed call waits for the one before it, so that they arrive in order: in milliseconds. */
const REPLAY_PACE_MS = 250;

/** Hands calls to the Analytics.js of the current grant, in order. Each grant has an instance of its own. */
export class Sender {
  private readonly loadAnalytics: LoadAnalytics;
  private readonly instances = new Map<number, LoadedAnalytics>();
  private readonly inFlight = new Set<Promise<void>>();
  private replaying = Promise.resolve();

  constructor(load: LoadAnalytics) {
    this.loadAnalytics = load;
  }

  /** Loads Analytics.js for this attempt; false if it could not be. */
  async load(attempt: number, settings: AnalyticsSettings): Promise<boolean> {
    const result = await this.loadAnalytics(settings);
    if (result.status === 'failed') return false;
    this.instances.set(attempt, result.analytics);
    return true;
  }

  /** Sends a held call: the next one waits for it, or for a moment at most. */
  replay(attempt: number, call: Call): void {
    const sent = this.send(attempt, call);
    this.replaying = Promise.race([sent, delay(REPLAY_PACE_MS)]);
  }

  /** Sends a call after what is being replayed, and at once otherwise: the visitor may be leaving. */
  send(attempt: number, call: Call): Promise<void> {
    const sent = this.replaying.then(
      () => this.instances.get(attempt)?.send(call) ?? Promise.resolve(),
    );
    this.hold(sent);
    return sent;
  }

  /** Has `flush` wait for this too. */
  hold(work: Promise<unknown>): void {
    const done = work.then(ignore, ignore).then(() => {
      this.inFlight.delete(done);
    });
    this.inFlight.add(done);
  }

  /** Nothing more leaves this attempt's instance. */
  stop(attempt: number): void {
    this.instances.get(attempt)?.stop();
    this.instances.delete(attempt);
  }

  /** Resolves when all that is on its way has arrived or was given up on, or after the time given. */
  async flush(timeoutMs: number): Promise<void> {
    await Promise.race([Promise.all(this.inFlight), delay(timeoutMs)]);
  }
}

function ignore(): void {
  // Whoever did the work knows how it went.
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
