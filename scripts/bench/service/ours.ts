/**
 * This service on the store that the arguments name, as `storefront-events serve` runs it; `receive` leaves the worker
 * out, so that what receiving costs can be seen alone.
 *
 * usage: ours.ts <receive|everything> <Segment's port> <STORE_FILE=… or DATABASE_URL=…>
 */
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { readConfig } from '../../../shopify-webhooks/dist/config.js';
import { createReceiver } from '../../../shopify-webhooks/dist/create-receiver.js';
import { startService } from '../../../shopify-webhooks/dist/main.js';
import { Metrics } from '../../../shopify-webhooks/dist/metrics.js';
import { openStore } from '../../../shopify-webhooks/dist/store/open-store.js';
import { PROGRAMS } from '../../../shopify-webhooks/dist/package-files.js';
import { serveParent } from './child.ts';

const [what, segmentPort = '', setting = ''] = process.argv.slice(2);
const [name = '', value = ''] = setting.split(/=(.*)/s);
const result = readConfig({
  SHOPIFY_WEBHOOK_SECRETS: 'hush',
  SHOPIFY_SHOPS: 'a.myshopify.com',
  SEGMENT_WRITE_KEY: 'key',
  SEGMENT_HOST: `http://127.0.0.1:${segmentPort}`,
  SEGMENT_ALLOW_INSECURE_HOST: '1',
  SEGMENT_MESSAGES_PER_SECOND: '1000000',
  PORT: '0',
  LOG_LEVEL: 'warn',
  [name]: value,
});
if (result.status !== 'ok') throw new Error(result.errors.join('\n'));
const { config } = result;
const log = pino({ level: 'silent' });

if (what === 'everything') {
  const { address } = await startService(config, PROGRAMS, log);
  serveParent(Number(new URL(address).port));
} else {
  const store = await openStore(config.store, PROGRAMS.storeThread);
  const surroundings = {
    config,
    log,
    now: Date.now,
    metrics: new Metrics(),
    templates: undefined,
  };
  const server = createReceiver(store, surroundings, () => undefined);
  await server.listen({ host: '127.0.0.1', port: 0 });
  serveParent((server.server.address() as AddressInfo).port, async () => ({
    rows: (await store.backlog()).webhooks.waiting,
  }));
}
