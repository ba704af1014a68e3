import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
import { EVENTS_TOPIC } from './events/topic.ts';
import { PRIVACY_TOPICS } from './map/privacy.ts';
import { TOPICS } from './map/topics.ts';
import type { Store, WebhookOutcome } from './store/store.ts';

const NAME = 'storefront_events_';

/** From half a millisecond to the 10 s after which everything is cut off. */
const SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
  10,
];
/** From a second to two days: what Shopify delivers late is among it. */
const LAG_SECONDS = [
  0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400, 172_800,
];
const BATCH_SIZES = [1, 2, 5, 10, 25, 50, 100];

/**
 * What the service counts, for Prometheus. Labels have few values, and none of them is personal: a topic that the
 * service does not know is `other`, because anybody who can sign may invent them.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #received = this.#counter(
    'webhooks_received_total',
    'Webhooks that were stored, and those that were there already',
    ['topic', 'result'],
  );
  readonly #age = this.#histogram(
    'webhook_age_seconds',
    'From what Shopify says was the moment of it to its webhook: stale ones are taken, and counted here',
    LAG_SECONDS,
  );
  readonly #refused = this.#counter(
    'requests_refused_total',
    'Requests that were not stored, by the status they were answered with',
    ['status'],
  );
  readonly #notStored = this.#counter(
    'requests_not_stored_total',
    'Requests that were right and could not be stored, by the code of the database, or because too many waited',
    ['reason'],
  );
  readonly #answered = this.#histogram(
    'request_duration_seconds',
    'From a request whose body has arrived to its answer',
    SECONDS,
    ['route'],
  );
  readonly #settledWebhooks = this.#counter(
    'webhooks_settled_total',
    'What became of webhooks',
    ['outcome'],
  );
  readonly #settledMessages = this.#counter(
    'messages_settled_total',
    'What became of messages',
    ['outcome'],
  );
  readonly #attempts = this.#histogram(
    'delivery_attempt_duration_seconds',
    'Attempts to hand a batch to Segment, by its status; 0: no answer',
    SECONDS,
    ['status'],
  );
  readonly #batchSizes = this.#histogram(
    'delivery_batch_messages',
    'Messages in a batch',
    BATCH_SIZES,
  );
  readonly #batchBytes = this.#histogram(
    'delivery_batch_bytes',
    'Bytes of a batch, before compression',
    [1000, 10_000, 50_000, 100_000, 200_000, 300_000, 400_000, 500_000],
  );
  readonly #lag = this.#histogram(
    'delivery_lag_seconds',
    'From what a message tells, such as the order, to handing it over',
    LAG_SECONDS,
  );
  readonly #held = this.#gauge(
    'delivery_held',
    '1 while Segment refuses the write key or the address: a person must act',
  );
  readonly #late = this.#counter(
    'messages_late_total',
    'Messages that were sent again so late that Segment may count them twice',
  );

  constructor() {
    this.#held.set(0);
  }

  /** Counts also what the process itself uses: memory, processor, event loop. */
  ofProcess(): this {
    collectDefaultMetrics({ register: this.#registry });
    return this;
  }

  /** Reads the queues of this store at each scrape. */
  ofStore(store: Pick<Store, 'backlog'>, now: () => number): this {
    const labels = ['queue'] as const;
    const waiting = this.#gauge('queue_depth', 'What waits', labels);
    const age = this.#gauge(
      'queue_age_seconds',
      'For how long the oldest of it has waited',
      labels,
    );
    const dead = this.#gauge(
      'dead_letters',
      'What needs a person: storefront-events dead list',
      labels,
    );
    this.#beforeScrape = async () => {
      const backlog = await store.backlog();
      for (const queue of ['webhooks', 'messages'] as const) {
        const { oldest, ...counts } = backlog[queue];
        waiting.set({ queue }, counts.waiting);
        dead.set({ queue }, counts.dead);
        age.set(
          { queue },
          oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000,
        );
      }
    };
    return this;
  }

  #beforeScrape: () => Promise<void> = () => Promise.resolve();

  received(topic: string, result: 'received' | 'duplicate'): void {
    this.#received.inc({ topic: knownTopic(topic), result });
  }

  /** @param triggeredAt of a webhook's `X-Shopify-Triggered-At`, which is not signed: what is no time is left out */
  arrived(triggeredAt: unknown, now: number): void {
    const seconds =
      typeof triggeredAt === 'string'
        ? (now - Date.parse(triggeredAt)) / 1000
        : NaN;
    if (seconds >= 0) this.#age.observe(seconds);
  }

  refused(status: number): void {
    this.#refused.inc({ status: String(status) });
  }

  notStored(reason: string): void {
    this.#notStored.inc({ reason });
  }

  answered(route: string, seconds: number): void {
    this.#answered.observe({ route }, seconds);
  }

  settledWebhook(outcome: WebhookOutcome): void {
    this.#settledWebhooks.inc({ outcome: outcome.status });
    if (outcome.status === 'mapped')
      this.settledMessages(
        'dead',
        outcome.messages.filter(({ blocked }) => blocked !== undefined).length,
      );
  }

  settledMessages(outcome: string, count: number): void {
    if (count > 0) this.#settledMessages.inc({ outcome }, count);
  }

  attempted(attempt: {
    /** Undefined: no answer. */
    readonly status: number | undefined;
    readonly seconds: number;
    readonly messages: number;
    readonly bytes: number;
  }): void {
    this.#attempts.observe(
      { status: String(attempt.status ?? 0) },
      attempt.seconds,
    );
    this.#batchSizes.observe(attempt.messages);
    this.#batchBytes.observe(attempt.bytes);
  }

  handedOver(lagSeconds: number): void {
    this.#lag.observe(Math.max(0, lagSeconds));
  }

  held(isHeld: boolean): void {
    this.#held.set(isHeld ? 1 : 0);
  }

  late(count: number): void {
    this.#late.inc(count);
  }

  /** All of it, as Prometheus reads it. Rejects if the store cannot be read. */
  async text(): Promise<string> {
    await this.#beforeScrape();
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    const registers = [this.#registry];
    return new Counter({ name: NAME + name, help, labelNames, registers });
  }

  #gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Gauge<Label> {
    const registers = [this.#registry];
    return new Gauge({ name: NAME + name, help, labelNames, registers });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ): Histogram<Label> {
    return new Histogram({
      name: NAME + name,
      help,
      buckets,
      labelNames,
      registers: [this.#registry],
    });
  }
}

function knownTopic(topic: string): string {
  return topic === EVENTS_TOPIC ||
    TOPICS.has(topic) ||
    PRIVACY_TOPICS.some((other) => other === topic)
    ? topic
    : 'other';
}
