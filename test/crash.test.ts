import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  createSegment,
  webhookHeaders,
  WRITE_KEYS,
} from '@storefront-events/sandbox';
import { findMessage, listMessages } from './helpers/segment.ts';

const ROOT = join(__dirname, '..');
const SECRET = 'hush';

let folder: string;
let segment: Awaited<ReturnType<typeof createSegment>>;
let segmentAddress: string;
let service: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crash-'));
  segment = await createSegment();
  segmentAddress = await segment.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  if (service && service.exitCode === null && service.signalCode === null)
    await end(service, 'SIGTERM');
  await segment.close();
  rmSync(folder, { recursive: true });
});

/** Starts the service as a merchant does; gives where it listens. */
async function start(): Promise<string> {
  service = spawn(
    process.execPath,
    [join(ROOT, 'shopify-webhooks/bin/storefront-events.js'), 'serve'],
    {
      env: {
        PATH: process.env['PATH'],
        SHOPIFY_WEBHOOK_SECRETS: SECRET,
        SEGMENT_WRITE_KEY: WRITE_KEYS['back-end'],
        SEGMENT_HOST: segmentAddress,
        SEGMENT_ALLOW_INSECURE_HOST: '1',
        STORE_FILE: join(folder, 'store.db'),
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const { stdout } = service;
  if (!stdout) throw new Error('no output');
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: stdout }).once('line', resolve),
  );
  stdout.resume();
  return /http:\/\/[\d.:]+\/webhooks/.exec(line)?.[0] ?? '';
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

const order = (id: number) =>
  JSON.stringify({
    id,
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

it('an order that was answered 200 is delivered though the service is killed before it could', async () => {
  await fetch(`${segmentAddress}/api/faults`, {
    method: 'POST',
    body: '{"answer":503}',
  });
  const address = await start();
  expect((await post(address, order(1))).status).toBe(200);
  if (service) await end(service, 'SIGKILL');
  expect(await listMessages(segmentAddress)).toEqual([]);

  await fetch(`${segmentAddress}/api/faults`, { method: 'DELETE' });
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
  const address = await start();
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
  const address = await start();
  expect((await post(address, order(3))).status).toBe(200);
  // Ctrl-C in a terminal reaches it, and then whoever started it tells it once more.
  service?.kill('SIGINT');
  if (service) await end(service, 'SIGTERM');
  expect(service?.exitCode).toBe(0);
  await expect(post(address, order(4))).rejects.toThrow();
});

it('a service with unusable settings does not start, and names them all', async () => {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'shopify-webhooks/bin/storefront-events.js'), 'serve'],
    {
      env: {
        PATH: process.env['PATH'],
        SHOPIFY_WEBHOOK_SECRETS: '',
        PORT: 'x',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(1);
  expect(text).toMatch(
    /SHOPIFY_WEBHOOK_SECRETS.*\n.*SEGMENT_WRITE_KEY is not set.*\n.*PORT/,
  );
});
