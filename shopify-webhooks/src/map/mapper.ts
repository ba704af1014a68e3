import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { Fact } from '../ledger.ts';
import type { Metrics } from '../metrics.ts';
import type { OrderLookUp } from '../shopify/admin.ts';
import type { LeasedWebhook, Store, Settled } from '../store/store.ts';
import { PatientTemplates } from '../templates/patient-templates.ts';
import { rewrite, type Templates } from '../templates/rewrite.ts';
import { inSpan } from '../tracing.ts';
import type { Webhook } from '../webhook.ts';
import { askForOrders, type Answers } from './ask-for-orders.ts';
import { askTogether, type AskedLedger } from './ask-together.ts';
import { giveBack } from './give-back.ts';
import { inParts } from './in-parts.ts';
import { logOutcome } from './log-outcome.ts';
import { recollect } from './recollect.ts';
import { rounds, type Turn } from './rounds.ts';
import {
  mapRead,
  readWebhook,
  settle,
  type Mapped,
  type ReadWebhook,
} from './map.ts';
import type { MapConfig } from './mapping.ts';

export interface MapperDependencies {
  readonly store: Pick<
    Store,
    'discountWebhooks' | 'leaseWebhooks' | 'settleWebhooks' | 'webhooksAtOnce'
  >;
  readonly ledger: AskedLedger;
  readonly config: MapConfig;
  /** Asks Shopify for an order; undefined: nobody is asked. */
  readonly lookUp: OrderLookUp | undefined;
  /** What the shop makes of the messages; undefined: nothing. */
  readonly templates: Templates | undefined;
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

/** Fewer, because a template may take some seconds over each before it is stopped, and what is leased must be settled in time. */
const LEASE_LIMIT_WITH_TEMPLATES = 25;

/** Of a round: while one waits for the store, another is mapped. */
const PARTS = 2;

/** A webhook that was begun and not finished this often stops whoever maps it. */
const MAX_UNFINISHED = 3;

/** A webhook that is settled already, or mapped and still to be. */
type Begun =
  | Settled
  | {
      readonly leased: LeasedWebhook;
      readonly read: ReadWebhook;
      readonly mapped: Mapped;
      /** What Shopify said of the order, where it was asked. */
      readonly lookedUp: Fact | undefined;
    };

/** Maps what was received into messages of the outbox. */
export class Mapper {
  readonly #dependencies: MapperDependencies;
  /** Begun and not recorded, because the store could not be read or written: that was no crash. */
  #unrecorded: readonly LeasedWebhook[] = [];
  readonly #templates: PatientTemplates | undefined;

  constructor(dependencies: MapperDependencies) {
    const ledger = askTogether(dependencies.ledger);
    this.#dependencies = { ...dependencies, ledger };
    const { templates } = dependencies;
    this.#templates =
      templates && new PatientTemplates(templates, dependencies);
  }

  /**
   * Nothing is mapped before this time, in milliseconds since 1970: what one webhook says of consent counts for the next,
   * so that none passes another that waits for its template.
   */
  get pausedUntil(): number {
    return this.#templates?.pausedUntil ?? 0;
  }

  /** Maps some of what waits; gives how many. */
  async mapSome(): Promise<number> {
    const { store, now, stopping } = this.#dependencies;
    if (stopping.aborted || now() < this.pausedUntil) return 0;
    if (this.#unrecorded.length > 0) {
      await store.discountWebhooks(this.#unrecorded);
      this.#unrecorded = [];
    }
    const waiting = await store.leaseWebhooks(
      this.#templates ? LEASE_LIMIT_WITH_TEMPLATES : store.webhooksAtOnce,
    );
    if (waiting.length === 0) return 0;
    const open = new Map(waiting.map((leased) => [leased.webhook.key, leased]));
    try {
      await inSpan(
        'map',
        {
          kind: SpanKind.INTERNAL,
          attributes: { 'messaging.batch.message_count': waiting.length },
        },
        async () => {
          // Shopify is asked last: nobody else waits for its answers.
          const left = await this.#mapAll(waiting, open);
          await this.#mapAll(left, open, await this.#ask(left));
        },
      );
    } catch (error) {
      this.#unrecorded = [...open.values()];
      throw error;
    }
    return waiting.length;
  }

  /** Maps and settles these; gives those for whose order Shopify is to be asked first. */
  async #mapAll(
    waiting: readonly LeasedWebhook[],
    open: Map<string, LeasedWebhook>,
    answers?: Answers,
  ): Promise<LeasedWebhook[]> {
    const left: LeasedWebhook[] = [];
    const givenBack: Settled[] = [];
    const all = waiting.map((leased) => ({ leased, read: this.#read(leased) }));
    for (const round of rounds(all, turnOf))
      // What templates make is waited for, one after the other.
      await inParts(round, this.#templates ? 1 : PARTS, async (part) => {
        const turns = part.filter(({ leased, read }) => {
          const reason = this.#whyNot(read, answers);
          if (reason === undefined) return true;
          givenBack.push(giveBack(leased, read, reason));
          return false;
        });
        // They ask the ledger together.
        const begun = await Promise.all(
          turns.map(async ({ leased, read }) =>
            'outcome' in read
              ? { leased, ...read }
              : this.#map(leased, read, answers),
          ),
        );
        turns.forEach(({ leased }, index) => {
          if (begun[index] === undefined) left.push(leased);
        });
        const settled = begun.filter((one) => one !== undefined);
        await this.#settle(settled, open);
      });
    await this.#settle(givenBack, open);
    return left;
  }

  /** Why this one is given back; undefined: it is mapped now. */
  #whyNot(
    read: ReadWebhook | Pick<Settled, 'outcome'>,
    answers: Answers | undefined,
  ): string | undefined {
    const { now, stopping } = this.#dependencies;
    if (now() < this.pausedUntil) return 'the templates cannot be run';
    if (!stopping.aborted) return undefined;
    // What Shopify has answered is not asked again.
    const orderId = 'about' in read ? read.about.orderId : undefined;
    return orderId !== undefined && answers?.byOrder.has(orderId)
      ? undefined
      : 'stopped before its turn';
  }

  async #settle(
    begun: readonly Begun[],
    open: Map<string, LeasedWebhook>,
  ): Promise<void> {
    const { store, log, metrics } = this.#dependencies;
    const settled = await this.#finish(begun);
    const became =
      settled.length > 0 ? await store.settleWebhooks(settled) : [];
    for (const [index, { leased }] of settled.entries()) {
      open.delete(leased.webhook.key);
      const outcome = became[index];
      if (outcome) metrics.settledWebhook(outcome);
      logOutcome(log, leased.webhook, outcome);
    }
  }

  #read({
    webhook,
    starts,
  }: LeasedWebhook): ReadWebhook | Pick<Settled, 'outcome'> {
    if (starts > MAX_UNFINISHED)
      return {
        outcome: {
          status: 'dead',
          reason: 'it stopped the service each time it was mapped',
        },
      };
    const { config } = this.#dependencies;
    const read = this.#attempt(webhook, () => readWebhook(webhook, config));
    return read.status === 'readable' ? read : { outcome: read };
  }

  /** Undefined: Shopify is to be asked first. Rejects only if the ledger cannot be read. */
  async #map(
    leased: LeasedWebhook,
    read: ReadWebhook,
    answers: Answers | undefined,
  ): Promise<Begun | undefined> {
    const { config } = this.#dependencies;
    const remembered = await recollect(read, answers, this.#dependencies);
    if (remembered === undefined) return undefined;
    if ('outcome' in remembered) return { leased, ...remembered };
    const mapped = this.#attempt(read.webhook, () =>
      mapRead(read, remembered, config),
    );
    return { leased, read, mapped, lookedUp: remembered.lookedUp };
  }

  /** Puts what was mapped through the templates, and freezes it. */
  async #finish(begun: readonly Begun[]): Promise<readonly Settled[]> {
    const { config } = this.#dependencies;
    const all = begun.flatMap((one) =>
      'mapped' in one
        ? [{ topic: one.leased.webhook.topic, mapped: one.mapped }]
        : [],
    );
    const rewritten = this.#templates
      ? await rewrite(all, this.#templates)
      : all.map(({ mapped }) => mapped);
    let next = 0;
    return begun.map((one) => {
      if ('outcome' in one) return one;
      const mapped = rewritten[next++] ?? one.mapped;
      const { leased, read, lookedUp } = one;
      if (mapped.status === 'not run')
        return giveBack(leased, read, mapped.reason);
      const result = this.#attempt(leased.webhook, () =>
        settle(read, mapped, config, leased.correction),
      );
      if ('status' in result) return { leased, outcome: result };
      const { outcome, ledger: learned } = result;
      return lookedUp && learned
        ? {
            leased,
            outcome,
            ledger: { ...learned, facts: [lookedUp, ...(learned.facts ?? [])] },
          }
        : { leased, outcome, ...(learned && { ledger: learned }) };
    });
  }

  /** What Shopify answers about the orders of these. */
  #ask(left: readonly LeasedWebhook[]): Promise<Answers> {
    const orderIds = left.flatMap((leased) => {
      const read = this.#read(leased);
      return 'outcome' in read ? [] : (read.about.orderId ?? []);
    });
    return askForOrders(orderIds, this.#dependencies);
  }

  /** What goes wrong in a mapping is a bug of ours, and the webhook is kept for when it is mended. */
  #attempt<Result>(
    { key }: Webhook,
    work: () => Result,
  ): Result | { readonly status: 'dead'; readonly reason: string } {
    try {
      return work();
    } catch (error) {
      // Where it happened, and not the message: it may quote the payload.
      const { name, stack = '' } = error as Error;
      const where = stack.split('\n').filter((line) => /^\s+at /.test(line));
      this.#dependencies.log.error({ key, name, where }, 'the mapping failed');
      return { status: 'dead', reason: `the mapping failed: ${name}` };
    }
  }
}

function turnOf({
  read,
}: {
  readonly read: ReadWebhook | Pick<Settled, 'outcome'>;
}): Turn {
  if ('outcome' in read)
    return { subjects: [], alone: read.outcome.status === 'erased' };
  const { order, checkout, contract, customer, merged } = read.about.subjects;
  return {
    subjects: [order, checkout, contract, customer, merged].filter(
      (subject) => subject !== undefined,
    ),
    alone: false,
  };
}
