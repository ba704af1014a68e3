import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { PostgresServer } from '../testing/postgres-server.ts';
import { makeOrder } from '../testing/order.ts';
import { headersFor, SECRET, SHOP } from '../testing/webhook.ts';
import { createFetchHandler } from './fetch.ts';
import { createHosted } from './hosted.ts';

const TOKEN = 'a-token-of-sixteen-or-more';
const good = JSON.stringify(makeOrder());

let postgres: PostgresServer;
let url: string;
let segment: Server;
let sent: unknown[];
let env: Record<string, string>;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  url = await postgres.createDatabase();
  segment = createHttpServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      sent.push(...(JSON.parse(text) as { batch: unknown[] }).batch);
      response.end('{"success":true}');
    });
  });
  await new Promise<void>((resolve) => {
    segment.listen(0, '127.0.0.1', resolve);
  });
  const { port } = segment.address() as AddressInfo;
  env = {
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SHOPIFY_SHOPS: SHOP,
    SEGMENT_WRITE_KEY: 'key',
    SEGMENT_HOST: `http://127.0.0.1:${String(port)}`,
    SEGMENT_ALLOW_INSECURE_HOST: '1',
    DATABASE_URL: url,
    DELIVERER: 'schedule',
    DELIVER_TOKEN: TOKEN,
    LOG_LEVEL: 'silent',
  };
});

afterAll(async () => {
  segment.close();
  await postgres.stop();
});

beforeEach(async () => {
  sent = [];
  await postgres.empty(url);
});

const post = (
  path: string,
  body: string | ReadableStream | null,
  headers: Record<string, string>,
) =>
  new Request(`https://shop.example/api${path}`, {
    method: 'POST',
    headers,
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' as const }),
  });

const stored = async () =>
  (await postgres.execute('SELECT 1 FROM storefront_events.webhooks', url))
    .length;

describe('the Fetch handler', () => {
  it('stores a webhook, and delivers it when it is called', async () => {
    const handle = createFetchHandler(env);
    const answers = await Promise.all(
      [1, 2].map(() => handle(post('/webhooks', good, headersFor(good)))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await stored()).toBe(1);
    const delivered = await handle(
      post('/deliver', null, { authorization: `Bearer ${TOKEN}` }),
    );
    expect(delivered.headers.get('content-type')).toMatch('application/json');
    expect(await delivered.json()).toMatchObject({ mapped: 1, left: false });
    expect(sent).toContainEqual(
      expect.objectContaining({ event: 'Order Completed' }),
    );
  });

  it.each([
    ['', 'none'],
    ['Bearer another-token-of-sixteen', 'another'],
    [TOKEN, 'no scheme before it'],
  ])('delivers nothing for a call with the token %j: %s', async (value) => {
    const handle = createFetchHandler(env);
    await handle(post('/webhooks', good, headersFor(good)));
    const answer = await handle(
      post('/deliver', null, { authorization: value }),
    );
    expect(answer.status).toBe(401);
    expect(sent).toEqual([]);
  });

  it('is called in vain when the time is over before it has begun, and says that more is left', async () => {
    const handle = createFetchHandler({ ...env, DELIVER_SECONDS: '1' });
    segment.removeAllListeners('request');
    segment.once('request', () => undefined);
    await handle(post('/webhooks', good, headersFor(good)));
    const answer = await handle(
      post('/deliver', null, { authorization: `Bearer ${TOKEN}` }),
    );
    expect(await answer.json()).toMatchObject({ mapped: 1, left: true });
    const [message] = (await postgres.execute(
      'SELECT lease, failures, status FROM storefront_events.messages LIMIT 1',
      url,
    )) as [object];
    expect(message).toEqual({ lease: null, failures: 0, status: 'mapped' });
  });

  it.each([
    [401, 'a wrong signature', good, { 'x-shopify-hmac-sha256': 'x' }],
    [415, 'a compressed body', good, { 'content-encoding': 'gzip' }],
    [403, 'another shop', good, { 'x-shopify-shop-domain': 'b.myshopify.com' }],
  ])('answers %s to %s', async (status, _, body, changes) => {
    const handle = createFetchHandler(env);
    const answer = await handle(
      post('/webhooks', body, headersFor(body, changes)),
    );
    expect(answer.status).toBe(status);
    expect(await stored()).toBe(0);
  });

  it('answers 405 to another method and 404 to another path', async () => {
    const handle = createFetchHandler(env);
    const get = await handle(new Request('https://shop.example/api/webhooks/'));
    expect(get.status).toBe(405);
    expect(get.headers.get('allow')).toBe('POST');
    const nowhere = await handle(post('/nowhere', good, headersFor(good)));
    expect(nowhere.status).toBe(404);
  });

  it('takes a body without a content type, in chunks', async () => {
    const { 'content-type': _, ...headers } = headersFor(good);
    const body = new Blob([good]).stream();
    const answer = await createFetchHandler(env)(
      post('/webhooks', body, headers),
    );
    expect(answer.status).toBe(200);
  });

  it('stops reading at the limit', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const answer = await createFetchHandler({
      ...env,
      MAX_BODY_BYTES: String(1024 * 1024),
    })(post('/webhooks', endless, headersFor('')));
    expect(answer.status).toBe(413);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(40);
  });

  it('answers 503 while the database is down, and stores when it is back', async () => {
    const handle = createFetchHandler(env);
    const send = async () =>
      (await handle(post('/webhooks', good, headersFor(good)))).status;
    // Before it was ever reached, and after.
    for (let kill = 1; kill <= 2; kill += 1) {
      await postgres.kill();
      // A connection may be served a moment longer than the server lives; what it answers is on disk.
      while ((await send()) !== 503);
      await postgres.run();
      expect(await send()).toBe(200);
    }
  });

  it.each([
    ['DATABASE_URL', { DATABASE_URL: '', DELIVERER: 'here' }, /no disk/],
    ['DELIVERER', { DELIVERER: 'here' }, /nothing runs here/],
    ['SEGMENT_WRITE_KEY', { SEGMENT_WRITE_KEY: '' }, /not set/],
  ])(
    'stores nothing without %s, and logs the reason',
    async (name, changes, reason) => {
      const logged: string[] = [];
      const log = pino({}, { write: (line: string) => logged.push(line) });
      const answer = await createHosted(
        { ...env, ...changes },
        log,
      )({
        method: 'POST',
        url: '/webhooks',
        headers: headersFor(good),
        body: Buffer.from(good),
      });
      expect(answer.status).toBe(503);
      expect(logged.join()).toContain(name);
      expect(logged.join()).toMatch(reason);
      expect(await stored()).toBe(0);
    },
  );
});
