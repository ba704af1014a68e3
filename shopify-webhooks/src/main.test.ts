import Fastify, { type FastifyInstance } from 'fastify';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeVisitor } from '@storefront-events/plan/wire';
import { readConfig } from './config.ts';
import { createLogger, startService, type Service } from './main.ts';
import { SqliteReader } from './store/sqlite-reader.ts';
import { head, openConnection, untilClosed } from './testing/raw-http.ts';
import { noteAttributes } from './testing/consent.ts';
import { makeOrder } from './testing/order.ts';
import type { SentMessage } from './testing/outbox.ts';
import { STORE_THREAD } from './testing/store-thread.ts';
import { TEMPLATE_PROCESS } from './testing/templates.ts';
import { makeVisitorMessage, REFUSAL } from './testing/visitor.ts';
import { headersFor, SECRET, SHOP } from './testing/webhook.ts';

const METRICS_TOKEN = 'a-token-of-16-characters';
const EVENTS_SECRET = 'a-long-shared-secret';
const ORIGIN = 'https://shop.example';

let folder: string;
let segment: FastifyInstance;
let batch: Promise<readonly SentMessage[]>;
let sent: Promise<SentMessage | undefined>;
let service: Service;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'service-'));
  const templates = join(folder, 'templates');
  mkdirSync(templates);
  writeFileSync(
    join(templates, 'order-completed.jsonata'),
    'message ~> |properties| {"metadata": {"tags": $webhook.tags}}|',
  );
  segment = Fastify();
  batch = new Promise((resolve) => {
    segment.post<{ Body: { batch: readonly SentMessage[] } }>(
      '/v1/batch',
      ({ body }, reply) => {
        resolve(body.batch);
        return reply.send({ success: true });
      },
    );
  });
  sent = batch.then(([first]) => first);
  const result = readConfig({
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SHOPIFY_SHOPS: SHOP,
    SEGMENT_WRITE_KEY: 'key',
    SEGMENT_HOST: await segment.listen({ host: '127.0.0.1', port: 0 }),
    SEGMENT_ALLOW_INSECURE_HOST: '1',
    SHOP_ORIGINS: ORIGIN,
    METRICS_TOKEN,
    METRICS_PORT: '0',
    EVENTS_SECRETS: EVENTS_SECRET,
    TEMPLATES_DIR: templates,
    CONSENT_UNKNOWN: 'unenforced',
    STORE_FILE: join(folder, 'store.db'),
    PORT: '0',
  });
  if (result.status !== 'ok') throw new Error(result.errors.join());
  service = await startService(
    result.config,
    {
      templateProcess: TEMPLATE_PROCESS,
      storeThread: STORE_THREAD,
    },
    createLogger('silent'),
  );
});

afterEach(async () => {
  await service.stop();
  await segment.close();
  rmSync(folder, { recursive: true });
});

const tell = (...[changes]: Parameters<typeof makeVisitorMessage>) =>
  fetch(`${service.address}/visitor`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'text/plain' },
    body: encodeVisitor(makeVisitorMessage(changes)),
  });

const order = (changes: Parameters<typeof makeOrder>[0]) => {
  const body = JSON.stringify(makeOrder(changes));
  return fetch(`${service.address}/webhooks`, {
    method: 'POST',
    headers: headersFor(body),
    body,
  });
};

it('an order whose visitor told the service that they withdrew is told about nobody', async () => {
  expect((await tell({ categoryPreferences: REFUSAL })).status).toBe(204);
  await order({
    note_attributes: noteAttributes({ analytics: true }, 'visitor-1'),
  });
  expect(await sent).toMatchObject({ integrations: { All: false } });
  expect(await sent).not.toHaveProperty('userId');
});

it('an order that lost its attributes has the identity that was handed over', async () => {
  expect((await tell({ kind: 'handover' })).status).toBe(204);
  await order({ note_attributes: [] });
  expect(await sent).toMatchObject({
    userId: '77',
    anonymousId: 'visitor-1',
    context: {
      consent: { categoryPreferences: { analytics: true, marketing: true } },
    },
  });
});

it('a service that is told to stop under load answers what it took, stores it, and is gone in time', async () => {
  const port = Number(new URL(service.address).port);
  // Somebody who never finishes must not hold it up.
  const slow = await openConnection(port);
  const cut = untilClosed(slow);
  slow.write(head('/webhooks', { 'content-length': 5000 }));
  const bodies = Array.from({ length: 200 }, (_, index) =>
    JSON.stringify(makeOrder({ id: index + 1 })),
  );
  let answered = 0;
  let stopped: Promise<void> | undefined;
  const answers = await Promise.all(
    bodies.map(async (body) => {
      try {
        const { status } = await fetch(`${service.address}/webhooks`, {
          method: 'POST',
          headers: headersFor(body),
          body,
        });
        answered += 1;
        if (answered === 20) stopped = service.stop();
        return status;
      } catch {
        return 'not taken';
      }
    }),
  );
  await stopped;
  await cut;
  expect(answers).toContain(200);
  // On a connection that is open still, the others are told to come again.
  expect([200, 503, 'not taken']).toEqual(
    expect.arrayContaining([...new Set(answers)]),
  );
  const reader = SqliteReader.open(join(folder, 'store.db'));
  const { webhooks } = await reader.counts();
  reader.close();
  expect(Object.values(webhooks).reduce((sum, count) => sum + count, 0)).toBe(
    answers.filter((answer) => answer === 200).length,
  );
});

it('a service that is told to stop does not wait for a client that would keep its connection', async () => {
  const client = await openConnection(Number(new URL(service.address).port));
  const closed = untilClosed(client);
  const body = JSON.stringify(makeOrder());
  const headers = { ...headersFor(body), connection: 'keep-alive' };
  const request = head('/webhooks', {
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  client.write(`${request}${body.slice(0, 100)}`);
  // It is being read when the service is told, and answered after that.
  await fetch(`${service.address}/healthz`);
  const stopped = service.stop();
  client.write(body.slice(100));
  const { status, text } = await closed;
  expect(status).toBe(200);
  expect(text).toMatch(/^connection: close/im);
  await stopped;
});

it('health and metrics are on the service’s port, and on one of their own', async () => {
  const get = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${service.address}${path}`, { headers })).status;
  expect(await get('/healthz')).toBe(200);
  expect(await get('/readyz')).toBe(200);
  expect(await get('/metrics')).toBe(401);
  const authorization = `Bearer ${METRICS_TOKEN}`;
  expect(await get('/metrics', { authorization })).toBe(200);
});

it('an order goes through the template of the shop', async () => {
  await order({
    tags: 'spring',
    note_attributes: noteAttributes({ analytics: true }, 'visitor-1'),
  });
  expect((await batch).map(({ properties }) => properties)).toContainEqual(
    expect.objectContaining({ order_id: '4501', metadata: { tags: 'spring' } }),
  );
});

it('an event that another tool tells of is sent', async () => {
  const answer = await fetch(`${service.address}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${EVENTS_SECRET}` },
    body: '{"messageId":"1","event":"Email Opened","userId":"77","properties":{}}',
  });
  expect(answer.status).toBe(200);
  expect(await sent).toMatchObject({ event: 'Email Opened', userId: '77' });
});
