import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';
import { Deliverer } from './deliver/deliverer.ts';
import { Worker } from './deliver/worker.ts';
import { createServer } from './hosts/server.ts';
import { Mapper } from './map/mapper.ts';
import { receive } from './receive.ts';
import { SqliteStore } from './store/sqlite.ts';

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

/** Starts receiver and worker on one embedded store. */
export async function startService(
  config: Config,
  log: Logger = createLogger(config.logLevel),
): Promise<Service> {
  const now = Date.now;
  const store = SqliteStore.open(config.storeFile, now);
  const stop = new AbortController();
  const stopping = stop.signal;
  const mapper = new Mapper({ store, config, log });
  const deliverer = new Deliverer({
    store,
    config,
    log,
    now,
    random: Math.random,
    fetch: globalThis.fetch,
    stopping,
  });
  const worker = new Worker({ store, mapper, deliverer, log, now, stopping });
  const server = createServer(
    async (request) => {
      const answer = await receive(request, { config, store, now });
      if (answer.status === 200) worker.wake();
      else log.warn({ status: answer.status, reason: answer.log }, answer.body);
      return answer;
    },
    { maxBodyBytes: config.maxBodyBytes },
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
    await store.close();
    log.info('stopped');
  };
  let closing: Promise<void> | undefined;
  // A terminal sends its signal to a whole group, and whoever started us may send one more.
  return { address, stop: () => (closing ??= close()) };
}
