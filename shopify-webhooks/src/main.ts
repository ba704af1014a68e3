import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';
import { Deliverer } from './deliver/deliverer.ts';
import { Worker } from './deliver/worker.ts';
import { receiveEvents } from './events/receive-events.ts';
import { createServer } from './hosts/server.ts';
import type { VisitorRoute } from './hosts/visitor.ts';
import { Mapper } from './map/mapper.ts';
import { receive, type Answer, type WebhookRequest } from './receive.ts';
import { receiveFlow } from './receive-flow.ts';
import { Retention } from './retention.ts';
import { createOrderLookUp } from './shopify/admin.ts';
import { SqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { loadTemplates } from './templates/load.ts';
import { TemplateRunner } from './templates/runner.ts';
import { entryOf } from './visitor.ts';

/** A running service. */
export interface Service {
  /** Where it listens, such as `http://127.0.0.1:8787`. */
  readonly address: string;
  /** Stops accepting, answers what was accepted, finishes the delivery under way, and closes the store; once. */
  readonly stop: () => Promise<void>;
}

export function createLogger(level: string): Logger {
  return pino({ level, base: null });
}

/**
 * Starts receiver and worker on one embedded store.
 *
 * @param templateProcess the file of the process in which templates run
 * @throws if the store is in use, or a template cannot be used; the message says what to do
 */
export async function startService(
  config: Config,
  templateProcess: string,
  log: Logger = createLogger(config.logLevel),
): Promise<Service> {
  const now = Date.now;
  const templates = runnerOf(config, templateProcess);
  const store = SqliteStore.open(config.storeFile, now);
  const stop = new AbortController();
  const worker = createWorker(store, {
    config,
    log,
    now,
    stop,
    templates,
  });
  const keeping = (keep: Receiver) => async (request: WebhookRequest) => {
    const answer = await keep(request);
    // Of a list with something wrong in it the rest is kept.
    if (answer.status === 200 || answer.status === 422) worker.wake();
    if (answer.status !== 200)
      log.warn({ status: answer.status, reason: answer.log }, answer.body);
    return answer;
  };
  const server = createServer(
    keeping((request) => receive(request, { config, store, now })),
    {
      ...otherReceivers(store, keeping, { config, now }),
      maxBodyBytes: config.maxBodyBytes,
      trustedProxies: config.visitors.trustedProxies,
      visitor: visitorRouteOf(store, { config, log, now }),
    },
  );
  const address = await server.listen({
    host: config.host,
    port: config.port,
  });
  const running = worker.run();
  const close = async () => {
    stop.abort();
    await server.close();
    await running;
    templates?.close();
    await store.close();
    log.info('stopped');
  };
  let closing: Promise<void> | undefined;
  // A terminal sends its signal to a whole group, and whoever started us may send one more.
  return { address, stop: () => (closing ??= close()) };
}

interface Surroundings {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
}

type Receiver = (request: WebhookRequest) => Promise<Answer>;

/** What answers beside Shopify's own webhooks, where there is a secret for it. */
function otherReceivers(
  store: Store,
  keeping: (keep: Receiver) => Receiver,
  { config, now }: Pick<Surroundings, 'config' | 'now'>,
) {
  const { flowSecret: secret, eventsSecrets: secrets, shops } = config;
  const [shop] = shops;
  return {
    flow:
      secret !== undefined && shop !== undefined
        ? keeping((request) =>
            receiveFlow(request, { store, now, secret, shop }),
          )
        : undefined,
    events:
      secrets.length > 0
        ? keeping((request) =>
            receiveEvents(request, { store, now, secrets, shops }),
          )
        : undefined,
  };
}

function createWorker(
  store: Store,
  {
    stop,
    ...surroundings
  }: Surroundings & {
    readonly stop: AbortController;
    readonly templates: TemplateRunner | undefined;
  },
): Worker {
  const dependencies = {
    ...surroundings,
    store,
    ledger: store.ledger,
    random: Math.random,
    fetch: globalThis.fetch,
    lookUp:
      surroundings.config.admin &&
      createOrderLookUp(surroundings.config.admin, globalThis.fetch),
    stopping: stop.signal,
  };
  return new Worker({
    ...dependencies,
    mapper: new Mapper(dependencies),
    deliverer: new Deliverer(dependencies),
    retention: new Retention(dependencies),
  });
}

function runnerOf(
  { templatesDir }: Config,
  processFile: string,
): TemplateRunner | undefined {
  if (templatesDir === undefined) return undefined;
  const loaded = loadTemplates(templatesDir);
  if (loaded.status === 'unusable') throw new Error(loaded.errors.join('\n'));
  return new TemplateRunner({ processFile, templates: loaded.templates });
}

function visitorRouteOf(
  { ledger }: Store,
  { config, log, now }: Surroundings,
): VisitorRoute | undefined {
  const { origins } = config.visitors;
  if (origins.length === 0) return undefined;
  return {
    origins,
    keep: (message) => ledger.record(entryOf(message, now(), config.consent)),
    log,
  };
}
