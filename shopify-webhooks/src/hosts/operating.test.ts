import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Metrics } from '../metrics.ts';
import { Clock } from '../testing/clock.ts';
import { operatingRoutes, type OperatingRoutes } from './operating.ts';

const TOKEN = 'a-token-of-16-characters';
const logged: string[] = [];
let server: FastifyInstance;

afterEach(() => server.close());

function setUp(changes: Partial<OperatingRoutes> = {}) {
  const clock = new Clock();
  let counted = 0;
  const store = {
    nextDue: () => Promise.resolve({ webhooks: undefined, messages: 0 }),
    backlog: () => {
      counted += 1;
      return Promise.resolve({
        webhooks: { waiting: 2, oldest: clock.now() - 1500, dead: 1 },
        messages: { waiting: 0, oldest: undefined, dead: 0 },
      });
    },
  };
  const metrics = new Metrics().ofStore(store, clock.now);
  server = Fastify({ forceCloseConnections: true });
  operatingRoutes(server, {
    store,
    metrics,
    log: pino({}, { write: (line: string) => logged.push(line) }),
    isStopping: () => false,
    access: { type: 'token', token: TOKEN },
    ...changes,
  });
  const get = async (url: string, headers: Record<string, string> = {}) => {
    if (!server.server.listening) await server.listen({ port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}${url}`, {
      headers,
    });
    return { status: answer.status, body: await answer.text() };
  };
  return { get, metrics, counted: () => counted };
}

const failing = {
  nextDue: () =>
    Promise.reject(Object.assign(new Error('ada@'), { code: 'ECONNREFUSED' })),
};

describe('health', () => {
  it('is told while the process lives', async () => {
    const { get } = setUp({ store: failing, isStopping: () => true });
    expect(await get('/healthz')).toEqual({ status: 200, body: 'ok' });
  });

  it('is readiness as long as the store can be used and the service is not stopping', async () => {
    const { get, counted } = setUp();
    expect(await get('/readyz')).toEqual({ status: 200, body: 'ok' });
    // What waits is not counted for whoever asks.
    expect(counted()).toBe(0);
    await server.close();
    const stopping = setUp({ isStopping: () => true });
    expect(await stopping.get('/readyz')).toEqual({
      status: 503,
      body: 'not ready: stopping',
    });
    await server.close();
    const broken = setUp({ store: failing });
    expect(await broken.get('/readyz')).toEqual({
      status: 503,
      body: 'not ready: the store cannot be read',
    });
    expect(logged.join()).toContain('ECONNREFUSED');
    expect(logged.join()).not.toContain('ada@');
  });
});

describe('metrics', () => {
  it.each([
    {},
    { authorization: TOKEN },
    { authorization: `Bearer ${TOKEN}x` },
  ])('need the token: %j', async (headers) => {
    const { get } = setUp();
    expect(await get('/metrics', { ...headers })).toMatchObject({
      status: 401,
    });
  });

  it('are not there where nobody may read them', async () => {
    const { get } = setUp({ access: { type: 'nobody' } });
    expect(await get('/metrics')).toMatchObject({ status: 404 });
  });

  it('tell what was received, refused, sent, and what waits', async () => {
    const { get, metrics } = setUp();
    metrics.received('orders/create', 'received');
    metrics.received('orders/create', 'duplicate');
    // Whoever can sign could make as many series as they like.
    for (let index = 0; index < 100; index += 1)
      metrics.received(`made/up${String(index)}`, 'received');
    const NOW = Date.UTC(2026, 10, 22);
    metrics.arrived('2026-11-20T00:00:00Z', NOW);
    // It is not signed.
    for (const nonsense of [undefined, 'yesterday', '2030-01-01T00:00:00Z'])
      metrics.arrived(nonsense, NOW);
    metrics.refused(401);
    metrics.answered('/webhooks', 0.003);
    metrics.settledWebhook({ status: 'mapped', messages: [] });
    metrics.settledMessages('handed over', 7);
    metrics.attempted({ status: 200, seconds: 0.2, messages: 7, bytes: 9000 });
    metrics.attempted({
      status: undefined,
      seconds: 10,
      messages: 1,
      bytes: 900,
    });
    metrics.handedOver(42);
    metrics.held(true);
    const { body } = await get('/metrics', {
      authorization: `Bearer ${TOKEN}`,
    });
    for (const line of [
      'webhooks_received_total{topic="orders/create",result="received"} 1',
      'webhooks_received_total{topic="orders/create",result="duplicate"} 1',
      'webhooks_received_total{topic="other",result="received"} 100',
      'webhook_age_seconds_sum 172800',
      'webhook_age_seconds_count 1',
      'requests_refused_total{status="401"} 1',
      'request_duration_seconds_bucket{le="0.005",route="/webhooks"} 1',
      'webhooks_settled_total{outcome="mapped"} 1',
      'messages_settled_total{outcome="handed over"} 7',
      'delivery_attempt_duration_seconds_count{status="200"} 1',
      'delivery_attempt_duration_seconds_count{status="0"} 1',
      'delivery_batch_messages_sum 8',
      'delivery_lag_seconds_bucket{le="60"} 1',
      'delivery_held 1',
      'queue_depth{queue="webhooks"} 2',
      'queue_age_seconds{queue="webhooks"} 1.5',
      'queue_age_seconds{queue="messages"} 0',
      'dead_letters{queue="webhooks"} 1',
    ])
      expect(body).toContain(`storefront_events_${line}\n`);
    expect(body).not.toContain('made/up');
  });
});
