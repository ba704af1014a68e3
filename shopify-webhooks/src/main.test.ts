import Fastify, { type FastifyInstance } from 'fastify';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeVisitor } from '@storefront-events/plan/wire';
import { readConfig } from './config.ts';
import { createLogger, startService, type Service } from './main.ts';
import { noteAttributes } from './testing/consent.ts';
import { makeOrder } from './testing/order.ts';
import type { SentMessage } from './testing/outbox.ts';
import { makeVisitorMessage, REFUSAL } from './testing/visitor.ts';
import { headersFor, SECRET, SHOP } from './testing/webhook.ts';

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
    EVENTS_SECRETS: EVENTS_SECRET,
    TEMPLATES_DIR: templates,
    CONSENT_UNKNOWN: 'unenforced',
    STORE_FILE: join(folder, 'store.db'),
    PORT: '0',
  });
  if (result.status !== 'ok') throw new Error(result.errors.join());
  service = await startService(
    result.config,
    join(__dirname, 'templates', 'template-process.ts'),
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
