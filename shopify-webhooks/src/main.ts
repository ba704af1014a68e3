import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';
import { consentWarnings } from './consent-settings.ts';
import { createReceiver } from './create-receiver.ts';
import { createWorker, type Surroundings } from './create-worker.ts';
import type { Worker } from './deliver/worker.ts';
import { serveMetrics } from './hosts/metrics-server.ts';
import { Metrics } from './metrics.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { loadTemplates } from './templates/load.ts';
import { TemplateRunner } from './templates/runner.ts';

/** A running service. */
export interface Service {
  /** Where it listens, such as `http://127.0.0.1:8787`. */
  readonly address: string;
  /**
   * Stops accepting, answers what was accepted, gives back what is being mapped and delivered, and closes the store;
   * once.
   */
  readonly stop: () => Promise<void>;
}

/** A running worker: what a service is that receives nothing. */
export type Working = Omit<Service, 'address'>;

/** How long clients may take to have their last requests answered, in milliseconds. */
const DRAIN_MS = 5000;

export function createLogger(level: string): Logger {
  return pino({ level, base: null });
}

/** The files of what runs beside the service's own thread. */
export interface Programs {
  /** The process in which templates run. */
  readonly templateProcess: string;
  /** The thread in which an embedded store works. */
  readonly storeThread: string;
}

/**
 * Starts the receiver and, unless another deliverer is named, the worker.
 *
 * @throws StoreInUseError, UnusableDatabaseError; an error if a template cannot be used
 */
export async function startService(
  config: Config,
  { templateProcess, storeThread }: Programs,
  log: Logger = createLogger(config.logLevel),
): Promise<Service> {
  const templates = templatesOf(config, templateProcess, log);
  const store = await openStore(config.store, storeThread);
  const surroundings = surroundingsOf(store, config, templates, log);
  let stopping = false;
  const working =
    config.deliverer.type === 'here' ? work(store, surroundings) : undefined;
  const server = createReceiver(
    store,
    surroundings,
    () => {
      working?.worker.received();
    },
    () => stopping,
  );
  const { host, port } = config;
  try {
    const address = await server.listen({ host, port });
    const metrics = await serveMetrics(store, surroundings, () => stopping);
    const stop = async () => {
      stopping = true;
      working?.tell();
      // What they have under way is given back.
      templates?.close();
      const cut = setTimeout(() => {
        server.server.closeAllConnections();
      }, DRAIN_MS);
      await server.close();
      clearTimeout(cut);
      await working?.ended;
      await metrics?.close();
      await store.close();
      log.info('stopped');
    };
    return { address, stop: once(stop) };
  } catch (error) {
    working?.tell();
    await server.close();
    await working?.ended;
    templates?.close();
    await store.close();
    throw error;
  }
}

/**
 * Starts a worker that receives nothing: one of any number, on any machine.
 *
 * @throws UnusableDatabaseError; an error if the store is a file, which belongs to the process that receives
 */
export async function startWorker(
  config: Config,
  { templateProcess, storeThread }: Programs,
  log: Logger = createLogger(config.logLevel),
): Promise<Working> {
  if (config.store.type === 'sqlite')
    throw new Error(
      'a worker beside the service needs a store that both can open: set DATABASE_URL. With STORE_FILE, "storefront-events serve" delivers by itself.',
    );
  const templates = templatesOf(config, templateProcess, log);
  const store = await openStore(config.store, storeThread);
  const surroundings = surroundingsOf(store, config, templates, log);
  let stopping = false;
  const metrics = await serveMetrics(store, surroundings, () => stopping);
  const working = work(store, surroundings);
  const stop = async () => {
    stopping = true;
    working.tell();
    templates?.close();
    await working.ended;
    await metrics?.close();
    await store.close();
    log.info('stopped');
  };
  return { stop: once(stop) };
}

function surroundingsOf(
  store: Store,
  config: Config,
  templates: TemplateRunner | undefined,
  log: Logger,
): Surroundings {
  const metrics = new Metrics().ofProcess().ofStore(store, Date.now);
  return { config, log, now: Date.now, metrics, templates };
}

/** @throws an error if a template cannot be used; the message says what to do */
function templatesOf(
  { templatesDir }: Config,
  processFile: string,
  log: Logger,
): TemplateRunner | undefined {
  if (templatesDir === undefined) return undefined;
  const loaded = loadTemplates(templatesDir);
  if (loaded.status === 'unusable') throw new Error(loaded.errors.join('\n'));
  return new TemplateRunner({
    processFile,
    templates: loaded.templates,
    gaveUp: (template) => {
      log.error(
        { template },
        'the template ran without end, or out of memory, again and again, and is not run any more: webhooks that need it are dead. Mend it, restart the service, then run "storefront-events replay"',
      );
    },
  });
}

interface Work {
  readonly worker: Worker;
  /** Tells it to stop. */
  readonly tell: () => void;
  readonly ended: Promise<void>;
}

function work(store: Store, surroundings: Surroundings): Work {
  for (const warning of consentWarnings(surroundings.config.consent))
    surroundings.log.warn(warning);
  const stopping = new AbortController();
  const worker = createWorker(store, surroundings, stopping.signal);
  const stopListening = store.listen(() => {
    worker.wake();
  });
  const ended = worker.run().then(stopListening);
  const tell = () => {
    stopping.abort();
  };
  return { worker, tell, ended };
}

// A terminal sends its signal to a whole group, and whoever started us may send one more.
function once(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stop());
}
