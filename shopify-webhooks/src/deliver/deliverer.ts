import type { Logger } from 'pino';
import type { SegmentConfig } from '../config.ts';
import type {
  LeasedMessage,
  Ledger,
  MessageOutcome,
  Store,
} from '../store/store.ts';
import { batchBody, batches } from './batch.ts';
import { publish } from './publish.ts';
import { judge, type Verdict } from './retry-policy.ts';
import { partByConsent } from './still-granted.ts';

export interface DelivererDependencies {
  readonly store: Pick<Store, 'leaseMessages' | 'settleMessages'>;
  readonly ledger: Pick<Ledger, 'denialsOf'>;
  readonly config: { readonly segment: SegmentConfig };
  readonly log: Logger;
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

const LEASE_LIMIT = 100;

/** Hands the outbox's messages to Segment. */
export class Deliverer {
  readonly #dependencies: DelivererDependencies;
  // Of the endpoint, not of a message: an outage costs one probe at a time, however many wait.
  #failures = 0;
  #pausedUntil = 0;

  constructor(dependencies: DelivererDependencies) {
    this.#dependencies = dependencies;
  }

  /** Nothing is delivered before this time, in milliseconds since 1970: Segment is down, or has asked to wait. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** Delivers some of the messages whose time has come; gives how many were tried. */
  async deliverSome(): Promise<number> {
    const { store } = this.#dependencies;
    if (this.#isPaused()) return 0;
    const leased = await store.leaseMessages(LEASE_LIMIT);
    const waiting: (readonly LeasedMessage[])[] = batches(leased);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (this.#isPaused()) {
        await this.#putBack(next);
        continue;
      }
      const batch = await this.#stillGranted(next);
      if (batch.length === 0) continue;
      const verdict = await this.#attempt(batch);
      if (verdict.type === 'split') {
        const middle = Math.ceil(batch.length / 2);
        waiting.unshift(batch.slice(0, middle), batch.slice(middle));
      } else {
        await this.#settle(batch, verdict);
      }
    }
    return leased.length;
  }

  /** Takes back the messages whose visitor has withdrawn; gives the others. */
  async #stillGranted(
    batch: readonly LeasedMessage[],
  ): Promise<readonly LeasedMessage[]> {
    const { store, ledger, log } = this.#dependencies;
    const { granted, withdrawn } = await partByConsent(batch, ledger);
    if (withdrawn.length > 0) {
      const outcome = { status: 'taken back' } as const;
      await store.settleMessages(
        withdrawn.map((leased) => ({ leased, outcome })),
      );
      log.info(
        { messages: withdrawn.length },
        'taken back, to be mapped again: consent was withdrawn',
      );
    }
    return granted;
  }

  #isPaused(): boolean {
    const { now, stopping } = this.#dependencies;
    return stopping.aborted || now() < this.#pausedUntil;
  }

  async #attempt(batch: readonly LeasedMessage[]): Promise<Verdict> {
    const { config, now, random, stopping } = this.#dependencies;
    const body = batchBody(batch, new Date(now()).toISOString());
    const attempt = await publish(body, config.segment, this.#dependencies);
    if (stopping.aborted && attempt.type === 'unanswered')
      return { type: 'retry', afterMs: 0, counted: false, reason: 'stopped' };
    const failures = Math.max(
      this.#failures,
      ...batch.map((message) => message.failures),
    );
    return judge(attempt, batch.length, failures, random());
  }

  async #settle(
    batch: readonly LeasedMessage[],
    verdict: Exclude<Verdict, { type: 'split' }>,
  ): Promise<void> {
    const { store, now } = this.#dependencies;
    if (verdict.type === 'retry' || verdict.type === 'hold') {
      this.#failures += 1;
      this.#pausedUntil = now() + verdict.afterMs;
    } else {
      this.#failures = 0;
    }
    const outcome = outcomeOf(verdict, now());
    await store.settleMessages(batch.map((leased) => ({ leased, outcome })));
    this.#tell(batch.length, verdict);
  }

  /** Gives messages back untried. */
  async #putBack(batch: readonly LeasedMessage[]): Promise<void> {
    const { store, now } = this.#dependencies;
    const dueAt = Math.max(now(), this.#pausedUntil);
    const outcome = {
      status: 'waiting',
      reason: 'not tried',
      dueAt,
      attempt: 'untried',
    } as const;
    await store.settleMessages(batch.map((leased) => ({ leased, outcome })));
  }

  #tell(messages: number, verdict: Exclude<Verdict, { type: 'split' }>): void {
    const { log } = this.#dependencies;
    switch (verdict.type) {
      case 'handed over':
        log.info({ messages }, 'handed over');
        return;
      case 'dead':
        log.error({ messages }, `dead: ${verdict.reason}`);
        return;
      case 'retry':
        log.warn(
          { messages, afterMs: verdict.afterMs },
          `again later: ${verdict.reason}`,
        );
        return;
      case 'hold':
        log.error(
          { messages, afterMs: verdict.afterMs },
          `held: ${verdict.reason}. Check SEGMENT_WRITE_KEY, SEGMENT_HOST and SEGMENT_PATH; nothing is lost meanwhile`,
        );
        return;
    }
  }
}

function outcomeOf(
  verdict: Exclude<Verdict, { type: 'split' }>,
  now: number,
): MessageOutcome {
  switch (verdict.type) {
    case 'handed over':
      return { status: 'handed over' };
    case 'dead':
      return { status: 'dead', reason: verdict.reason };
    case 'hold':
    case 'retry':
      return {
        status: 'waiting',
        reason: verdict.reason,
        dueAt: now + verdict.afterMs,
        attempt:
          verdict.type === 'retry' && verdict.counted ? 'failed' : 'told',
      };
  }
}
