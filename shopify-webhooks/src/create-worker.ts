import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { Deliverer } from './deliver/deliverer.ts';
import { Worker } from './deliver/worker.ts';
import type { Metrics } from './metrics.ts';
import { Mapper } from './map/mapper.ts';
import { Retention } from './retention.ts';
import { createOrderLookUp } from './shopify/admin.ts';
import type { Store } from './store/store.ts';
import type { TemplateRunner } from './templates/runner.ts';

export interface Surroundings {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
  readonly metrics: Metrics;
  /** What runs the shop's templates; undefined: there are none. */
  readonly templates: TemplateRunner | undefined;
}

/** What maps and delivers from this store until it is told to stop. */
export function createWorker(
  store: Store,
  surroundings: Surroundings,
  stopping: AbortSignal,
): Worker {
  const { admin } = surroundings.config;
  const dependencies = {
    ...surroundings,
    store,
    ledger: store.ledger,
    random: Math.random,
    fetch: globalThis.fetch,
    lookUp: admin && createOrderLookUp(admin, globalThis.fetch, stopping),
    stopping,
  };
  return new Worker({
    ...dependencies,
    mapper: new Mapper(dependencies),
    deliverer: new Deliverer(dependencies),
    retention: new Retention(dependencies),
  });
}
