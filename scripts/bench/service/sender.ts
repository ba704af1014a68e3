/**
 * Hands messages to Segment, from this service's outbox or with Segment's own library.
 *
 * usage: sender.ts outbox <Segment's port> <STORE_FILE=… or DATABASE_URL=…> | sender.ts library <Segment's port> <count>
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Analytics } from '@segment/analytics-node';
import { pino } from 'pino';
import { Deliverer } from '../../../shopify-webhooks/dist/deliver/deliverer.js';
import { Metrics } from '../../../shopify-webhooks/dist/metrics.js';
import { openStore } from '../../../shopify-webhooks/dist/store/open-store.js';
import { PROGRAMS } from '../../../shopify-webhooks/dist/package-files.js';
import { message } from './messages.ts';
import { serveParent } from './child.ts';

const [what, port = '', argument = ''] = process.argv.slice(2);
const host = `http://127.0.0.1:${port}`;

const send =
  what === 'outbox' ? await fromOutbox() : withLibrary(Number(argument));
serveParent(0, () => send());

async function fromOutbox() {
  const [name, value = ''] = argument.split(/=(.*)/s);
  const store = await openStore(
    name === 'STORE_FILE'
      ? { type: 'sqlite', file: value }
      : { type: 'postgres', url: value },
    PROGRAMS.storeThread,
  );
  const deliverer = new Deliverer({
    store,
    ledger: store.ledger,
    config: {
      segment: {
        writeKey: 'key',
        endpoint: new URL(`${host}/v1/batch`),
        messagesPerSecond: 1_000_000,
        concurrency: 4,
        gzip: false,
      },
    },
    log: pino({ level: 'silent' }),
    metrics: new Metrics(),
    now: Date.now,
    random: Math.random,
    fetch: globalThis.fetch,
    stopping: new AbortController().signal,
  });
  return async () => {
    while ((await store.backlog()).messages.waiting > 0)
      if ((await deliverer.deliverSome()) === 0) await sleep(5);
  };
}

/** As its documentation shows, with batches of the size that the outbox sends. */
function withLibrary(count: number) {
  const analytics = new Analytics({
    writeKey: 'key',
    host,
    path: '/v1/batch',
    flushAt: 100,
    flushInterval: 500,
  });
  return async () => {
    for (let index = 0; index < count; index += 1) {
      analytics.track({
        ...message(index),
        messageId: `bench-${String(index)}`,
      });
      // Its buffer is the memory: a sender that never waits would fill it.
      if (index % 1000 === 999) await sleep(0);
    }
    await analytics.closeAndFlush();
  };
}
