import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { createReceiver } from '../create-receiver.ts';
import { ok, setUpOutbox } from './outbox.ts';
import { SHOP } from './webhook.ts';

/** A listening service on an empty store, with a Segment that takes everything, and all that either logs. */
export async function startReceiver(
  settings: Readonly<Record<string, string>> = {},
) {
  const outbox = setUpOutbox(ok);
  const result = readConfig({
    SHOPIFY_WEBHOOK_SECRETS: 'hush,hush-old',
    SHOPIFY_SHOPS: SHOP,
    SEGMENT_WRITE_KEY: 'secret-key',
    MAX_BODY_BYTES: String(1024 * 1024),
    ...settings,
  });
  if (result.status !== 'ok') throw new Error(result.errors.join());
  const server = createReceiver(
    outbox.store,
    {
      config: result.config,
      log: pino(
        { level: 'debug' },
        { write: (line: string) => outbox.logged.push(line) },
      ),
      now: outbox.clock.now,
      metrics: outbox.metrics,
      templates: undefined,
    },
    () => undefined,
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    ...outbox,
    port,
    close: async () => {
      server.server.closeAllConnections();
      await server.close();
      await outbox.store.close();
    },
  };
}
