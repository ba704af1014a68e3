/** What becomes of orders when the service is killed or stopped, on either store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSegment,
  webhookHeaders,
  WRITE_KEYS,
} from '@storefront-events/sandbox';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';
import {
  end,
  runCommand,
  startCommand,
  webhooksOf,
  type Running,
} from './helpers/command.ts';
import { findMessage, listMessages } from './helpers/segment.ts';

const SECRET = 'hush';

let folder: string;
let segment: Awaited<ReturnType<typeof createSegment>>;
let segmentAddress: string;
let running: Running[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crash-'));
  segment = await createSegment();
  segmentAddress = await segment.listen({ host: '127.0.0.1', port: 0 });
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((one) => end(one, 'SIGTERM')));
  await segment.close();
  rmSync(folder, { recursive: true });
});

const order = (id: number) =>
  JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${String(id)}`,
    test: false,
    currency: 'EUR',
    total_price: '1.00',
    line_items: [],
  });

const post = (address: string, body: string) =>
  fetch(address, {
    method: 'POST',
    headers: webhookHeaders({ topic: 'orders/create', body, secret: SECRET }),
    body,
  });

const isOrder =
  (id: number) =>
  (message: { properties: Readonly<Record<string, unknown>> }) =>
    message.properties['order_id'] === String(id);

const settings = () => ({
  SHOPIFY_WEBHOOK_SECRETS: SECRET,
  SEGMENT_WRITE_KEY: WRITE_KEYS['back-end'],
  SEGMENT_HOST: segmentAddress,
  SEGMENT_ALLOW_INSECURE_HOST: '1',
  PORT: '0',
});

let postgres: PostgresServer | undefined;

afterAll(() => postgres?.stop());

const STORES = {
  SQLite: () => Promise.resolve({ STORE_FILE: join(folder, 'store.db') }),
  PostgreSQL: async () => {
    postgres ??= await PostgresServer.start();
    return { DATABASE_URL: await postgres.createDatabase() };
  },
};

describe.each(Object.entries(STORES))('with %s', (_, createStore) => {
  let store: Readonly<Record<string, string>>;

  beforeEach(async () => {
    store = await createStore();
  });

  /** Starts the service as a merchant does. */
  async function start(): Promise<{ service: Running; address: string }> {
    const service = await startCommand('serve', { ...settings(), ...store });
    running.push(service);
    return { service, address: webhooksOf(service) };
  }

  it('an order that was answered 200 is delivered though the service is killed before it could', async () => {
    await fetch(`${segmentAddress}/api/faults`, {
      method: 'POST',
      body: '{"answer":503}',
    });
    const { service, address } = await start();
    expect((await post(address, order(1))).status).toBe(200);
    await end(service, 'SIGKILL');
    expect(await listMessages(segmentAddress)).toEqual([]);

    await fetch(`${segmentAddress}/api/faults`, { method: 'DELETE' });
    // Other processes wait for a lease to run out: a minute, which has passed.
    if (postgres && store['DATABASE_URL'])
      await postgres.execute(
        ['webhooks', 'messages']
          .map((table) => `UPDATE storefront_events.${table} SET due_at = 0`)
          .join('; '),
        store['DATABASE_URL'],
      );
    await start();
    const message = await findMessage(isOrder(1), segmentAddress);
    expect(message).toMatchObject({
      event: 'Order Completed',
      source: 'back-end',
    });
  });

  it('a batch whose answer was cut off is sent again with the same messageId', async () => {
    await fetch(`${segmentAddress}/api/faults`, {
      method: 'POST',
      body: '{"answer":"cut","times":1}',
    });
    const { address } = await start();
    await post(address, order(2));
    const again = await findMessage(
      (message) => isOrder(2)(message) && message.duplicate,
      segmentAddress,
    );
    const all = await listMessages(segmentAddress);
    expect(all.map(({ messageId }) => messageId)).toEqual([
      again.messageId,
      again.messageId,
    ]);
  });

  it('a service that is told to stop answers what it accepted and ends on its own', async () => {
    const { service, address } = await start();
    expect((await post(address, order(3))).status).toBe(200);
    // Ctrl-C in a terminal reaches it, and then whoever started it tells it once more.
    service.process.kill('SIGINT');
    await end(service, 'SIGTERM');
    expect(service.process.exitCode).toBe(0);
    await expect(post(address, order(4))).rejects.toThrow();
  });
});

it('a service with unusable settings does not start, and names them all', async () => {
  const { code, stderr } = await runCommand(['serve'], {
    SHOPIFY_WEBHOOK_SECRETS: '',
    PORT: 'x',
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /SHOPIFY_WEBHOOK_SECRETS.*\n.*SEGMENT_WRITE_KEY is not set.*\n.*PORT/,
  );
});

it('a second service on the same file does not start, and says why', async () => {
  const env = { ...settings(), STORE_FILE: join(folder, 'store.db') };
  running.push(await startCommand('serve', env));
  const { code, stderr } = await runCommand(['serve'], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/store\.db is in use by another process/);
});
