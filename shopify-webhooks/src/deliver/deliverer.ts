import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { SegmentConfig } from '../segment-settings.ts';
import type { Metrics } from '../metrics.ts';
import type {
  LeasedMessage,
  Ledger,
  MessageOutcome,
  Store,
} from '../store/store.ts';
import { inSpan } from '../tracing.ts';
import { BATCH_LIMITS, batchBody, batches } from './batch.ts';
import { Circuit } from './circuit.ts';
import { lanes } from './lanes.ts';
import { outcomeOf, type FinalVerdict } from './outcome.ts';
import { publish } from './publish.ts';
import { RateLimit } from './rate-limit.ts';
import { judge, type Verdict } from './retry-policy.ts';
import { partByConsent } from './still-granted.ts';

export interface DelivererDependencies {
  readonly store: Pick<
    Store,
    'leaseMessages' | 'keepMessages' | 'settleMessages'
  >;
  readonly ledger: Pick<Ledger, 'denialsOf'>;
  readonly config: { readonly segment: SegmentConfig };
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

type Batch = readonly LeasedMessage[];

/** Hands the outbox's messages to Segment. */
export class Deliverer {
  readonly #dependencies: DelivererDependencies;
  readonly #circuit: Circuit;
  readonly #rate: RateLimit;
  #mayGoAt = 0;

  constructor(dependencies: DelivererDependencies) {
    const { now, random, config } = dependencies;
    this.#dependencies = dependencies;
    this.#circuit = new Circuit(now, random);
    this.#rate = new RateLimit(config.segment.messagesPerSecond, now);
  }

  /**
   * Nothing is delivered before this time, in milliseconds since 1970: Segment is down, has asked to wait, or has got
   * as much as it may this second.
   */
  get pausedUntil(): number {
    return Math.max(this.#circuit.openUntil, this.#mayGoAt);
  }

  /** Delivers some of the messages whose time has come; gives how many were tried. */
  async deliverSome(): Promise<number> {
    const { store, config } = this.#dependencies;
    if (this.#isStopped()) return 0;
    // One probe, as long as it is not known to work again.
    const concurrency = this.#circuit.isProbing
      ? 1
      : config.segment.concurrency;
    const limit = this.#allowance(BATCH_LIMITS.messages * concurrency);
    if (limit === 0) return 0;
    const leased = await store.leaseMessages(limit);
    this.#rate.take(leased.length);
    await Promise.all(
      lanes(leased, concurrency, BATCH_LIMITS.messages).map((lane) =>
        this.#deliverInOrder(lane),
      ),
    );
    return leased.length;
  }

  /** How many messages may be sent now; 0, until `pausedUntil`, rather than a few at a time. */
  #allowance(most: number): number {
    const { messagesPerSecond } = this.#dependencies.config.segment;
    const few = Math.min(BATCH_LIMITS.messages, messagesPerSecond);
    const available = this.#rate.available(most);
    if (available >= few) return available;
    this.#mayGoAt = this.#rate.when(few);
    return 0;
  }

  async #deliverInOrder(lane: Batch): Promise<void> {
    const { store } = this.#dependencies;
    const waiting: Batch[] = batches(lane);
    /** What was posted since it was leased: Segment may have it. */
    const posted = new Set<LeasedMessage>();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (this.#isStopped()) {
        await this.#putBack(next, posted);
        continue;
      }
      const batch = await this.#stillGranted(
        await store.keepMessages(next),
        posted,
      );
      if (batch.length === 0) continue;
      for (const message of batch) posted.add(message);
      const verdict = await this.#attempt(batch);
      if (verdict === 'interrupted') {
        await this.#settle(batch, {
          type: 'retry',
          afterMs: 0,
          reason: 'stopped',
        });
      } else if (verdict.type === 'split') {
        const middle = Math.ceil(batch.length / 2);
        waiting.unshift(batch.slice(0, middle), batch.slice(middle));
      } else {
        this.#learn(verdict);
        await this.#settle(batch, verdict);
        this.#tell(batch.length, verdict);
      }
    }
  }

  /** Keeps back the messages whose visitor has withdrawn; gives the others. */
  async #stillGranted(
    batch: Batch,
    posted: ReadonlySet<LeasedMessage>,
  ): Promise<Batch> {
    const { store, ledger, log, metrics } = this.#dependencies;
    const { granted, withdrawn } = await partByConsent(batch, ledger);
    if (withdrawn.length === 0) return granted;
    // What Segment may have got is not told it in other words under the same id.
    const outcomes = withdrawn.map((leased) => ({
      leased,
      outcome:
        leased.starts > 1 || posted.has(leased)
          ? ({
              status: 'withheld',
              reason: 'withdrawn after the first try',
            } as const)
          : ({ status: 'taken back' } as const),
    }));
    await store.settleMessages(outcomes);
    const withheld = outcomes.filter(
      ({ outcome }) => outcome.status === 'withheld',
    ).length;
    metrics.settledMessages('withheld', withheld);
    metrics.settledMessages('taken back', withdrawn.length - withheld);
    log.info(
      { messages: withdrawn.length, withheld },
      'consent was withdrawn: taken back, to be mapped again, or withheld if it had been tried',
    );
    return granted;
  }

  #isStopped(): boolean {
    return this.#dependencies.stopping.aborted || this.#circuit.isOpen;
  }

  async #attempt(batch: Batch): Promise<Verdict | 'interrupted'> {
    const { config, now, metrics, stopping } = this.#dependencies;
    const body = batchBody(batch, new Date(now()).toISOString());
    const started = performance.now();
    const attempt = await inSpan(
      'deliver',
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'server.address': config.segment.endpoint.hostname,
          'messaging.batch.message_count': batch.length,
        },
      },
      async (span) => {
        const answer = await publish(body, config.segment, this.#dependencies);
        if (answer.type === 'answered')
          span.setAttribute('http.response.status_code', answer.status);
        else span.setAttribute('error.type', answer.reason);
        return answer;
      },
    );
    metrics.attempted({
      status: attempt.type === 'answered' ? attempt.status : undefined,
      seconds: (performance.now() - started) / 1000,
      messages: batch.length,
      bytes: Buffer.byteLength(body),
    });
    if (stopping.aborted && attempt.type === 'unanswered') return 'interrupted';
    return judge(attempt, batch.length);
  }

  /** What a verdict says of the endpoint. */
  #learn(verdict: FinalVerdict): void {
    this.#dependencies.metrics.held(verdict.type === 'hold');
    switch (verdict.type) {
      case 'retry':
      case 'hold':
        this.#circuit.failed(verdict.afterMs);
        return;
      case 'handed over':
        this.#circuit.succeeded();
        if (verdict.afterMs !== undefined) this.#circuit.wait(verdict.afterMs);
        return;
      case 'dead':
        this.#circuit.succeeded();
    }
  }

  async #settle(batch: Batch, verdict: FinalVerdict): Promise<void> {
    const { store, now, random, metrics } = this.#dependencies;
    const settled = batch.map((leased) => ({
      leased,
      outcome: outcomeOf(verdict, leased, now(), random()),
    }));
    await store.settleMessages(settled);
    metrics.settledMessages(
      settled[0]?.outcome.status ?? 'waiting',
      batch.length,
    );
    if (verdict.type === 'handed over') this.#noteTimes(settled);
  }

  #noteTimes(
    settled: readonly { leased: LeasedMessage; outcome: MessageOutcome }[],
  ): void {
    const { now, log, metrics } = this.#dependencies;
    for (const { leased } of settled)
      metrics.handedOver((now() - leased.occurredAt) / 1000);
    const late = settled.filter(({ outcome }) => 'note' in outcome).length;
    if (late === 0) return;
    metrics.late(late);
    log.warn(
      { messages: late },
      'sent again later than Segment remembers ids: what it had already may count twice',
    );
  }

  /** Gives messages back that are not tried now. */
  async #putBack(
    batch: Batch,
    posted: ReadonlySet<LeasedMessage>,
  ): Promise<void> {
    const { store, now } = this.#dependencies;
    await store.settleMessages(
      batch.map((leased) => ({
        leased,
        outcome: {
          status: 'waiting',
          reason: 'not tried',
          dueAt: Math.max(now(), this.#circuit.openUntil),
          attempt: posted.has(leased) ? 'told' : 'untried',
        },
      })),
    );
  }

  #tell(messages: number, verdict: FinalVerdict): void {
    const { log } = this.#dependencies;
    const pausedUntil = new Date(this.#circuit.openUntil).toISOString();
    switch (verdict.type) {
      case 'handed over':
        log.info({ messages }, 'handed over');
        return;
      case 'dead':
        log.error({ messages }, `dead: ${verdict.reason}`);
        return;
      case 'retry':
        log.warn({ messages, pausedUntil }, `again later: ${verdict.reason}`);
        return;
      case 'hold':
        log.error(
          { messages, pausedUntil },
          `held: ${verdict.reason}. Check SEGMENT_WRITE_KEY, SEGMENT_HOST and SEGMENT_PATH; nothing is lost meanwhile`,
        );
        return;
    }
  }
}
