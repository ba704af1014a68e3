import type { Logger } from 'pino';
import type { SegmentConfig } from '../config.ts';
import { mapWebhook } from '../map/map.ts';
import type { MapConfig } from '../map/mapping.ts';
import type {
  LeasedMessage,
  LeasedWebhook,
  MessageOutcome,
  Store,
  WebhookOutcome,
} from '../store/store.ts';
import { batchBody, batches } from './batch.ts';
import { publish } from './publish.ts';
import { judge, type Verdict } from './retry-policy.ts';

export interface WorkerDependencies {
  readonly store: Store;
  readonly config: MapConfig & { readonly segment: SegmentConfig };
  readonly log: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
}

const LEASE_LIMIT = 100;
/** A webhook that was begun this often and never finished kills its worker. */
const MAX_STARTS = 3;
/** The longest sleep, in case a clock was set back. */
const LONGEST_SLEEP_MS = 30_000;

/** Maps what was received and delivers what was mapped, until it is stopped. */
export class Worker {
  readonly #dependencies: WorkerDependencies;
  #stopped = false;
  #awake = false;
  #wakeUp: () => void = () => undefined;
  #running: Promise<void> | undefined;

  constructor(dependencies: WorkerDependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something to do. */
  wake(): void {
    this.#awake = true;
    this.#wakeUp();
  }

  /** Finishes what it is doing and stops. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#awake = false;
      try {
        const mapped = await this.mapSome();
        const delivered = await this.deliverSome();
        if (mapped + delivered === 0) await this.#sleep();
      } catch (error) {
        this.#dependencies.log.error(
          { err: error },
          'the worker failed; it goes on in a second',
        );
        await this.#sleep(1000);
      }
    }
  }

  /** Maps some of the received webhooks; gives how many. */
  async mapSome(): Promise<number> {
    const { store, log } = this.#dependencies;
    const leased = await store.leaseWebhooks(LEASE_LIMIT);
    const settled = leased.map((item) => ({
      leased: item,
      outcome: this.#map(item),
    }));
    if (settled.length > 0) await store.settleWebhooks(settled);
    for (const { leased, outcome } of settled) {
      const { topic, shop, key } = leased.webhook;
      if (outcome.status === 'mapped')
        log.info(
          { topic, shop, key, messages: outcome.messages.length },
          'mapped',
        );
      else
        log[outcome.status === 'dead' ? 'warn' : 'info'](
          { topic, shop, key },
          `${outcome.status}: ${outcome.reason}`,
        );
    }
    return settled.length;
  }

  #map({ webhook, starts }: LeasedWebhook): WebhookOutcome {
    if (starts > MAX_STARTS)
      return {
        status: 'dead',
        reason: 'it stopped the service each time it was mapped',
      };
    try {
      return mapWebhook(webhook, this.#dependencies.config);
    } catch {
      return { status: 'dead', reason: 'the mapping failed' };
    }
  }

  /** Delivers some of the messages whose time has come; gives how many were tried. */
  async deliverSome(): Promise<number> {
    const leased = await this.#dependencies.store.leaseMessages(LEASE_LIMIT);
    const waiting = batches(leased);
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
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

  async #attempt(batch: readonly LeasedMessage[]): Promise<Verdict> {
    const { config, now, random } = this.#dependencies;
    const body = batchBody(batch, new Date(now()).toISOString());
    const attempt = await publish(body, config.segment, this.#dependencies);
    const failures = Math.max(...batch.map((message) => message.failures));
    return judge(attempt, batch.length, failures, random());
  }

  async #settle(
    batch: readonly LeasedMessage[],
    verdict: Exclude<Verdict, { type: 'split' }>,
  ): Promise<void> {
    const { store, log, now } = this.#dependencies;
    const outcome = outcomeOf(verdict, now());
    await store.settleMessages(batch.map((leased) => ({ leased, outcome })));
    const details = { messages: batch.length };
    switch (verdict.type) {
      case 'handed over':
        log.info(details, 'handed over');
        return;
      case 'dead':
        log.error(details, `dead: ${verdict.reason}`);
        return;
      case 'retry':
        log.warn(
          { ...details, afterMs: verdict.afterMs },
          `again later: ${verdict.reason}`,
        );
        return;
      case 'hold':
        log.error(
          { ...details, afterMs: verdict.afterMs },
          `held: ${verdict.reason}. Check SEGMENT_WRITE_KEY, SEGMENT_HOST and SEGMENT_PATH; nothing is lost meanwhile`,
        );
        return;
    }
  }

  async #sleep(atMostMs = LONGEST_SLEEP_MS): Promise<void> {
    const { store, now } = this.#dependencies;
    const due = await store.nextDue();
    const ms = Math.min(atMostMs, Math.max(0, (due ?? Infinity) - now()));
    if (this.#awake) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
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
      return {
        status: 'waiting',
        reason: verdict.reason,
        dueAt: now + verdict.afterMs,
        counted: false,
      };
    case 'retry':
      return {
        status: 'waiting',
        reason: verdict.reason,
        dueAt: now + verdict.afterMs,
        counted: verdict.counted,
      };
  }
}
