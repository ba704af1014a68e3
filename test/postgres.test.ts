/** Many processes on one PostgreSQL, as merchants run them. What becomes of orders when it is killed: chaos.test.ts. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookHeaders } from '@storefront-events/sandbox';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';
import {
  end,
  runCommand,
  startCommand,
  webhooksOf,
  type Running,
} from './helpers/command.ts';

const SECRET = 'hush';

let postgres: PostgresServer;
let url: string;
let segment: Server;
/** Every messageId that was posted, in order. */
let sent: string[];
/** What the next request waits for, of a Segment that is slow. */
let answer: () => Promise<unknown>;
let running: Running[];
let settings: Record<string, string>;

beforeAll(async () => {
  postgres = await PostgresServer.start();
});

afterAll(() => postgres.stop());

beforeEach(async () => {
  url = await postgres.createDatabase();
  sent = [];
  running = [];
  answer = () => Promise.resolve();
  segment = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { batch } = JSON.parse(text) as { batch: { messageId: string }[] };
      sent.push(...batch.map(({ messageId }) => messageId));
      void answer().then(() => response.end('{"success":true}'));
    });
  });
  await new Promise<void>((resolve) => {
    segment.listen(0, '127.0.0.1', resolve);
  });
  settings = {
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SEGMENT_WRITE_KEY: 'key',
    SEGMENT_HOST: `http://127.0.0.1:${String((segment.address() as AddressInfo).port)}`,
    SEGMENT_ALLOW_INSECURE_HOST: '1',
    DATABASE_URL: url,
    PORT: '0',
    LOG_LEVEL: 'info',
  };
});

afterEach(async () => {
  await Promise.all(running.map((one) => end(one, 'SIGKILL')));
  segment.close();
  segment.closeAllConnections();
});

async function start(
  command: 'serve' | 'worker',
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const one = await startCommand(command, { ...settings, ...env });
  running.push(one);
  return one;
}

async function post(address: string, id: number): Promise<number> {
  const body = JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${String(id)}`,
    currency: 'EUR',
    line_items: [],
  });
  const headers = webhookHeaders({
    topic: 'orders/create',
    body,
    secret: SECRET,
  });
  const posted = fetch(address, { method: 'POST', headers, body });
  return posted.then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
}

/** How many messages are in which state. */
async function messages(): Promise<Record<string, number>> {
  const rows = (await postgres.execute(
    'SELECT status, count(*)::int AS count FROM storefront_events.messages GROUP BY status',
    url,
  )) as { status: string; count: number }[];
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

async function untilHandedOver(count: number): Promise<void> {
  while ((await messages())['handed over'] !== count)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

it('four workers deliver what two services receive, each message once', async () => {
  answer = () => new Promise((resolve) => setTimeout(resolve, 50));
  const receiving = { DELIVERER: 'worker' };
  const services = await Promise.all([
    start('serve', receiving),
    start('serve', receiving),
  ]);
  await Promise.all(Array.from({ length: 4 }, () => start('worker')));
  const statuses = await Promise.all(
    Array.from({ length: 400 }, (_, id) =>
      post(webhooksOf(services[id % 2] ?? services[0]), id + 1),
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  await untilHandedOver(400);
  expect(new Set(sent).size).toBe(400);
  expect(sent).toHaveLength(400);
});

it('what a worker had when it was killed, another one has when the lease has run out', async () => {
  const service = await start('serve', { DELIVERER: 'worker' });
  const reached = new Promise<void>((resolve) => {
    answer = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  const killed = await start('worker');
  expect(await post(webhooksOf(service), 1)).toBe(200);
  await reached;
  await end(killed, 'SIGKILL');
  answer = () => Promise.resolve();
  const other = await start('worker');
  const leased = `SELECT lease FROM storefront_events.messages WHERE lease IS NOT NULL`;
  const [before] = await postgres.execute(leased, url);
  expect(await post(webhooksOf(service), 2)).toBe(200);
  await untilHandedOver(1);
  // The other one works, and leaves alone what is leased.
  expect(await postgres.execute(leased, url)).toEqual([before]);
  await postgres.execute(
    `UPDATE storefront_events.messages SET due_at = due_at - 60000 WHERE lease IS NOT NULL`,
    url,
  );
  await untilHandedOver(2);
  expect(sent).toHaveLength(3);
  expect(new Set(sent).size).toBe(2);
  await end(other, 'SIGTERM');
  expect(other.process.exitCode).toBe(0);
});

it('a database is prepared by "migrate", and named as unprepared before', async () => {
  const empty = await postgres.createDatabase({ migrated: false });
  const env = { ...settings, DATABASE_URL: empty };
  const early = await runCommand(['serve'], env);
  expect(early.code).toBe(1);
  expect(early.stderr).toMatch(/no tables.*run "storefront-events migrate"/);
  const migrated = await runCommand(['migrate'], { DATABASE_URL: empty });
  expect(migrated).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/version \d/) as string,
  });
  const service = await start('serve', { DATABASE_URL: empty });
  expect(await post(webhooksOf(service), 1)).toBe(200);
  const status = await runCommand(['status', '--json'], {
    DATABASE_URL: empty,
  });
  expect(JSON.parse(status.stdout)).toMatchObject({
    recent: [{ topic: 'orders/create' }],
  });
});

it('a worker needs a store that it can share, and says so', async () => {
  const { code, stderr } = await runCommand(['worker'], {
    ...settings,
    DATABASE_URL: '',
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/set DATABASE_URL/);
});
