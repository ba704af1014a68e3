import type { Logger } from 'pino';
import type { Remembered } from '../claim.ts';
import { recall } from '../consent.ts';
import type { Fact } from '../ledger.ts';
import type { OrderLookUp } from '../shopify/admin.ts';
import type {
  LeasedWebhook,
  Ledger,
  Store,
  Settled,
  WebhookOutcome,
} from '../store/store.ts';
import { rewrite, type Templates } from '../templates/rewrite.ts';
import type { Webhook } from '../webhook.ts';
import { aboutLookedUp, factFromLookUp } from './looked-up.ts';
import {
  mapRead,
  PARKED_MS,
  readWebhook,
  settle,
  waitsFor,
  type Mapped,
  type ReadWebhook,
} from './map.ts';
import type { MapConfig } from './mapping.ts';

export interface MapperDependencies {
  readonly store: Pick<Store, 'leaseWebhooks' | 'settleWebhooks'>;
  readonly ledger: Pick<Ledger, 'denialsOf' | 'handoverOf' | 'knownOf'>;
  readonly config: MapConfig;
  /** Asks Shopify for an order; undefined: nobody is asked. */
  readonly lookUp: OrderLookUp | undefined;
  /** What the shop makes of the messages; undefined: nothing. */
  readonly templates: Templates | undefined;
  readonly now: () => number;
  readonly log: Logger;
}

const LEASE_LIMIT = 100;

/** Fewer, because a template may take some seconds over each before it is stopped, and what is leased must be settled in time. */
const LEASE_LIMIT_WITH_TEMPLATES = 25;

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
  // Begun here and not recorded, because the store could not be read or written: that was no crash.
  readonly #unrecorded = new Map<string, number>();

  constructor(dependencies: MapperDependencies) {
    this.#dependencies = dependencies;
  }

  /** Maps some of what waits; gives how many. */
  async mapSome(): Promise<number> {
    const { store, templates } = this.#dependencies;
    const waiting = await store.leaseWebhooks(
      templates ? LEASE_LIMIT_WITH_TEMPLATES : LEASE_LIMIT,
    );
    if (waiting.length === 0) return 0;
    let settled: readonly Settled[];
    try {
      const begun: Begun[] = [];
      for (const leased of waiting) begun.push(await this.#begin(leased));
      settled = await this.#finish(begun);
      await store.settleWebhooks(settled);
    } catch (error) {
      for (const { webhook, starts } of waiting)
        this.#unrecorded.set(webhook.key, starts);
      throw error;
    }
    for (const { leased, outcome } of settled) {
      this.#unrecorded.delete(leased.webhook.key);
      this.#tell(leased, outcome);
    }
    return settled.length;
  }

  /** Rejects only if the ledger cannot be read. */
  async #begin(leased: LeasedWebhook): Promise<Begun> {
    const { webhook, starts } = leased;
    const { config, ledger } = this.#dependencies;
    const unfinished = starts - 1 - (this.#unrecorded.get(webhook.key) ?? 0);
    if (unfinished >= MAX_UNFINISHED)
      return {
        leased,
        outcome: {
          status: 'dead',
          reason: 'it stopped the service each time it was mapped',
        },
      };
    const read = this.#attempt(webhook, () => readWebhook(webhook, config));
    if (read.status !== 'readable') return { leased, outcome: read };
    const remembered = await this.#remember(
      read,
      await recall(read.about, ledger),
    );
    if ('outcome' in remembered) return { leased, ...remembered };
    const mapped = this.#attempt(webhook, () =>
      mapRead(read, remembered, config),
    );
    return { leased, read, mapped, lookedUp: remembered.lookedUp };
  }

  /** Puts what was mapped through the templates, and freezes it. */
  async #finish(begun: readonly Begun[]): Promise<readonly Settled[]> {
    const { config, templates } = this.#dependencies;
    const all = begun.flatMap((one) =>
      'mapped' in one
        ? [{ topic: one.leased.webhook.topic, mapped: one.mapped }]
        : [],
    );
    const rewritten = templates
      ? await rewrite(all, templates)
      : all.map(({ mapped }) => mapped);
    let next = 0;
    return begun.map((one) => {
      if ('outcome' in one) return one;
      const mapped = rewritten[next++] ?? one.mapped;
      const { leased, read, lookedUp } = one;
      const result = this.#attempt(leased.webhook, () =>
        settle(read, mapped, config),
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

  /** What is known for a mapping; or that it waits until more is. After that Shopify is asked, once. */
  async #remember(
    read: ReadWebhook,
    remembered: Remembered,
  ): Promise<
    (Remembered & { readonly lookedUp?: Fact }) | Omit<Settled, 'leased'>
  > {
    const { config, ledger, lookUp, now } = this.#dependencies;
    const awaited = waitsFor(read, remembered);
    if (awaited === undefined) return remembered;
    const { receivedAt } = read.webhook;
    const { customer, order, contract } = read.about.subjects;
    if (now() < receivedAt + PARKED_MS)
      return {
        outcome: {
          status: 'parked',
          reason:
            awaited === order
              ? 'its order is not known yet'
              : 'its customer is not known yet',
          waitsFor: awaited,
          dueAt: receivedAt + PARKED_MS,
        },
        ledger: { concerns: { customer, resource: order ?? contract } },
      };
    const { orderId } = read.about;
    if (!lookUp || orderId === undefined || order === undefined)
      return remembered;
    const found = await lookUp(orderId);
    if (found.status === 'failed')
      this.#dependencies.log.warn(
        { key: read.webhook.key, reason: found.reason },
        'Shopify could not be asked for the order; nobody is named',
      );
    if (found.status !== 'found') return remembered;
    const about = aboutLookedUp(found.order, receivedAt);
    const itsOwn = await recall(about, ledger);
    const lookedUp = factFromLookUp(found.order, about, itsOwn, config);
    if (lookedUp?.subject !== order) return remembered;
    const { known } = lookedUp;
    return {
      ...remembered,
      known: new Map([...remembered.known, ...itsOwn.known, [order, known]]),
      denials: new Map([...remembered.denials, ...itsOwn.denials]),
      lookedUp,
    };
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

  #tell({ webhook }: LeasedWebhook, outcome: WebhookOutcome): void {
    const { log } = this.#dependencies;
    const { topic, shop, key } = webhook;
    const details = { topic, shop, key };
    switch (outcome.status) {
      case 'mapped': {
        const flags = outcome.messages.flatMap((message) => message.flags);
        const blocked = outcome.messages.flatMap(
          (message) => message.blocked ?? [],
        );
        if (blocked.length > 0)
          log.error(
            { ...details, blocked },
            'dead: the plan does not allow it',
          );
        else if (flags.length > 0)
          log.warn(
            { ...details, flags },
            'mapped, but the plan misses something',
          );
        else
          log.info(
            {
              ...details,
              messages: outcome.messages.length,
              decision: outcome.messages[0]?.decision,
            },
            'mapped',
          );
        return;
      }
      case 'ignored':
      case 'withheld':
      case 'parked':
      case 'erased':
        log.info(details, `${outcome.status}: ${outcome.reason}`);
        return;
      case 'dead':
        log.warn(details, `dead: ${outcome.reason}`);
        return;
    }
  }
}
