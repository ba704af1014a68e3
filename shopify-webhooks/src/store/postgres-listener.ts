import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionOf } from './postgres-pool.ts';

/** That something was added; nothing more, so that nobody who may listen learns anything. */
export const CHANNEL = 'storefront_events';

const AGAIN_MS = 5000;

/**
 * Calls `wake` when any process says that it has added something, on a connection of its own. That is a short cut and
 * nothing more: through a connection pooler, or while the connection is lost, nothing is heard, and workers find what is
 * due by looking for it.
 *
 * @returns ends it
 */
export function listen(url: string, wake: () => void): () => Promise<void> {
  const stop = new AbortController();
  const listening = keepListening(url, wake, stop.signal);
  return async () => {
    stop.abort();
    await listening;
  };
}

async function keepListening(
  url: string,
  wake: () => void,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    await listenOnce(url, wake, stopped).catch(() => undefined);
    await sleep(AGAIN_MS, undefined, { signal: stopped }).catch(
      () => undefined,
    );
  }
}

/** Resolves or rejects when the connection is lost. */
async function listenOnce(
  url: string,
  wake: () => void,
  stopped: AbortSignal,
): Promise<void> {
  const client = new pg.Client(connectionOf(url));
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => {
      resolve();
    });
    client.on('end', resolve);
  });
  const end = () => {
    void client.end().catch(() => undefined);
  };
  stopped.addEventListener('abort', end);
  try {
    client.on('notification', wake);
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    // What was added before may not have been heard.
    wake();
    await lost;
  } finally {
    stopped.removeEventListener('abort', end);
    end();
  }
}
