import type { Logger } from 'pino';
import type { LeasedWebhook, Store, WebhookOutcome } from '../store/store.ts';
import { mapWebhook } from './map.ts';
import type { MapConfig } from './mapping.ts';

export interface MapperDependencies {
  readonly store: Pick<Store, 'leaseWebhooks' | 'settleWebhooks'>;
  readonly config: MapConfig;
  readonly log: Logger;
}

const LEASE_LIMIT = 100;

/** A webhook that was begun and not finished this often stops whoever maps it. */
const MAX_UNFINISHED = 3;

/** Maps what was received into messages of the outbox. */
export class Mapper {
  readonly #dependencies: MapperDependencies;
  // Begun here and not recorded, because the store could not be written: that was no crash.
  readonly #unrecorded = new Map<string, number>();

  constructor(dependencies: MapperDependencies) {
    this.#dependencies = dependencies;
  }

  /** Maps some of what waits; gives how many. */
  async mapSome(): Promise<number> {
    const { store } = this.#dependencies;
    const settled = (await store.leaseWebhooks(LEASE_LIMIT)).map((leased) => ({
      leased,
      outcome: this.#map(leased),
    }));
    if (settled.length === 0) return 0;
    try {
      await store.settleWebhooks(settled);
    } catch (error) {
      for (const { leased } of settled)
        this.#unrecorded.set(leased.webhook.key, leased.starts);
      throw error;
    }
    for (const { leased, outcome } of settled) {
      this.#unrecorded.delete(leased.webhook.key);
      this.#tell(leased, outcome);
    }
    return settled.length;
  }

  #map({ webhook, starts }: LeasedWebhook): WebhookOutcome {
    const { config, log } = this.#dependencies;
    const unfinished = starts - 1 - (this.#unrecorded.get(webhook.key) ?? 0);
    if (unfinished >= MAX_UNFINISHED)
      return {
        status: 'dead',
        reason: 'it stopped the service each time it was mapped',
      };
    try {
      return mapWebhook(webhook, config);
    } catch (error) {
      // Where it happened, and not the message: it may quote the payload.
      const { name, stack = '' } = error as Error;
      const where = stack.split('\n').filter((line) => /^\s+at /.test(line));
      log.error({ key: webhook.key, name, where }, 'the mapping failed');
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
          log.info({ ...details, messages: outcome.messages.length }, 'mapped');
        return;
      }
      case 'ignored':
        log.info(details, `ignored: ${outcome.reason}`);
        return;
      case 'dead':
        log.warn(details, `dead: ${outcome.reason}`);
        return;
    }
  }
}
