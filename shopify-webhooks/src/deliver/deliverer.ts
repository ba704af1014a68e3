import { hash } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { SegmentConfig } from '../segment-settings.ts';
import type { Metrics } from '../metrics.ts';
import { MemoryPace } from '../store/memory-pace.ts';
import type {
  LeasedMessage,
  Ledger,
  MessageOutcome,
  Store,
} from '../store/store.ts';
import { inSpan } from '../tracing.ts';
import { BATCH_LIMITS, batchBody, batches } from './batch.ts';
import { lanes } from './lanes.ts';
import { outcomeOf, type FinalVerdict } from './outcome.ts';
import { Pace } from './pace.ts';
import { publish } from './publish.ts';
import { judge, type Verdict } from './retry-policy.ts';
import { partByConsent } from './still-granted.ts';

export interface DelivererDependencies {
  readonly store: Pick<
    Store,
    'leaseMessages' | 'keepMessages' | 'settleMessages' | 'paceOf'
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
  readonly #pace: Pace;

  constructor(dependencies: DelivererDependencies) {
    const { store, now, config } = dependencies;
    this.#dependencies = dependencies;
    this.#pace = new Pace({
      ...dependencies,
      settings: config.segment,
      cell: store.paceOf?.(sourceOf(config.segment)) ?? new MemoryPace(now),
    });
  }

  /** See `Pace.pausedUntil`. */
  get pausedUntil(): number {
    return this.#pace.pausedUntil;
  }

  /** Delivers some of the messages whose time has come; gives how many were tried. */
  async deliverSome(): Promise<number> {
    const { store, metrics } = this.#dependencies;
    if (this.#isStopped()) return 0;
    const turn = await this.#pace.take();
    if (!turn) return 0;
    const { messages, concurrency, isProbe } = turn;
    // Somebody else may have found out that the key is right.
    if (!isProbe) metrics.held(false);
    const leased = await store.leaseMessages(messages);
    const unused = messages - leased.length;
    await Promise.all([
      unused > 0 && this.#pace.giveBack(unused),
      ...lanes(leased, concurrency, BATCH_LIMITS.messages).map((lane) =>
        this.#deliverInOrder(lane),
      ),
    ]);
    await this.#pace.end();
    return leased.length;
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
        await Promise.all([
          this.#pace.learn(verdict),
          this.#settle(batch, verdict),
        ]);
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
    return this.#dependencies.stopping.aborted || this.#pace.isOpen;
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

  async #settle(batch: Batch, verdict: FinalVerdict): Promise<void> {
    const { store, now, random, metrics } = this.#dependencies;
    metrics.held(verdict.type === 'hold');
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
          dueAt: Math.max(now(), this.#pace.openUntil),
          attempt: posted.has(leased) ? 'told' : 'untried',
        },
      })),
    );
  }

  #tell(messages: number, verdict: FinalVerdict): void {
    const { log } = this.#dependencies;
    const pausedUntil = new Date(this.#pace.openUntil).toISOString();
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

/** Names a source to those who share it: whoever has another key or address knows nothing of it. */
function sourceOf({ endpoint, writeKey }: SegmentConfig): string {
  return hash('sha256', `source\0${endpoint.href}\0${writeKey}`, 'base64url');
}
