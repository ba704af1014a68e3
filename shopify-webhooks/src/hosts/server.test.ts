import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { receive } from '../receive.ts';
import { SqliteStore } from '../store/sqlite.ts';
import { makeOrder } from '../testing/order.ts';
import {
  head,
  openConnection,
  sendRaw,
  untilClosed,
} from '../testing/raw-http.ts';
import { headersFor, SHOP, sign } from '../testing/webhook.ts';
import { createServer } from './server.ts';

const LIMIT = 1024 * 1024;
const good = JSON.stringify(makeOrder());

let server: FastifyInstance;
let store: SqliteStore;
let port: number;
let url: string;

beforeEach(async () => {
  store = SqliteStore.open(':memory:', Date.now);
  server = createServer(
    (request) =>
      receive(request, {
        config: { webhookSecrets: ['hush', 'hush-old'], shops: [SHOP] },
        store,
        now: Date.now,
      }),
    { maxBodyBytes: LIMIT, requestTimeoutMs: 300 },
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = server.server.address() as AddressInfo);
  url = `http://127.0.0.1:${String(port)}/webhooks`;
});

afterEach(async () => {
  await server.close();
  await store.close();
});

const stored = async () => (await store.counts()).webhooks['received'] ?? 0;

const post = (
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = headersFor(body),
) => fetch(url, { method: 'POST', headers, body });

/** The server lives: a good webhook is still taken. */
const expectAlive = async () => {
  const body = JSON.stringify(makeOrder({ id: 99 }));
  expect((await post(body)).status).toBe(200);
};

describe('a well-signed webhook', () => {
  it('is answered 200 and stored once, however often it comes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(good)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await stored()).toBe(1);
  });

  it.each([
    'application/json; charset=utf-16',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
  ])('is taken as bytes, whatever its content type says: %s', async (type) => {
    expect(
      (await post(good, headersFor(good, { 'content-type': type }))).status,
    ).toBe(200);
  });

  it('may have no content type, and come in chunks', async () => {
    const { 'content-type': _, ...headers } = headersFor(good);
    const chunk = `${Buffer.byteLength(good).toString(16)}\r\n${good}\r\n0\r\n\r\n`;
    const answer = await sendRaw(
      port,
      head('/webhooks', { ...headers, 'transfer-encoding': 'chunked' }),
      chunk,
    );
    expect(answer.status).toBe(200);
  });

  it('is waited for after "Expect: 100-continue"', async () => {
    const headers = {
      ...headersFor(good),
      'content-length': Buffer.byteLength(good),
      expect: '100-continue',
    };
    const answer = await sendRaw(port, head('/webhooks', headers), good);
    expect(answer.text).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/,
    );
  });

  it('may come twenty at a time on one connection, and is answered in order', async () => {
    const one = (id: number, connection: string) => {
      const body = JSON.stringify(makeOrder({ id }));
      return (
        head('/webhooks', {
          ...headersFor(body),
          'content-length': Buffer.byteLength(body),
          connection,
        }) + body
      );
    };
    const all = Array.from({ length: 20 }, (_, index) =>
      one(index + 1, index === 19 ? 'close' : 'keep-alive'),
    );
    const { text } = await sendRaw(port, all.join(''));
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(20);
    expect(await stored()).toBe(20);
  });

  it.each([
    ['empty', ''],
    ['not JSON', 'not json'],
    ['null', 'null'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('is stored, byte for byte, though its body is %s', async (_, body) => {
    expect((await post(body)).status).toBe(200);
    const [leased] = await store.leaseWebhooks(1);
    expect(Buffer.from(leased?.webhook.body ?? 'none')).toEqual(
      Buffer.from(body),
    );
  });

  it('is routed by its path, whatever host its target names', async () => {
    const target = 'http://evil.example/webhooks';
    const headers = {
      ...headersFor(good),
      'content-length': Buffer.byteLength(good),
    };
    const { status } = await sendRaw(port, head(target, headers), good);
    expect([200, 404]).toContain(status);
    expect(await stored()).toBe(status === 200 ? 1 : 0);
  });

  it('is taken with the old secret while it is being rotated', async () => {
    const headers = headersFor(good, {
      'x-shopify-hmac-sha256': sign(good, 'hush-old'),
    });
    expect((await post(good, headers)).status).toBe(200);
  });
});

describe('a webhook that cannot be stored', () => {
  it('is answered 503 with the time to come again, and is stored then', async () => {
    const add = jest
      .spyOn(store, 'add')
      .mockResolvedValueOnce({ status: 'unavailable', reason: 'disk full' });
    const answer = await post(good);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await post(good)).status).toBe(200);
    expect(add).toHaveBeenCalledTimes(2);
  });
});

describe('a request that is not well signed', () => {
  it.each([
    ['has no signature', {}],
    ['has another signature', { 'x-shopify-hmac-sha256': sign(good, 'other') }],
    [
      'has a signature without end',
      { 'x-shopify-hmac-sha256': 'A'.repeat(10_000) },
    ],
    [
      'has its signature under another name',
      { 'shopify-hmac-sha256': sign(good) },
    ],
  ])('is answered 401 and not stored: it %s', async (_, signature) => {
    const { 'x-shopify-hmac-sha256': __, ...headers } = headersFor(good);
    expect((await post(good, { ...headers, ...signature })).status).toBe(401);
    expect(await stored()).toBe(0);
  });

  it.each([
    ['twice', sign(good), sign(good)],
    ['first wrong, then right', sign(good, 'other'), sign(good)],
  ])(
    'is answered 401 when the signature comes %s',
    async (_, first, second) => {
      const { 'x-shopify-hmac-sha256': __, ...headers } = headersFor(good);
      const request = head('/webhooks', {
        ...headers,
        'content-length': Buffer.byteLength(good),
      }).replace(
        '\r\n\r\n',
        `\r\nx-shopify-hmac-sha256: ${first}\r\nx-shopify-hmac-sha256: ${second}\r\n\r\n`,
      );
      expect((await sendRaw(port, request, good)).status).toBe(401);
    },
  );

  it('is answered 401 or 431 behind 1,500 other headers', async () => {
    const junk = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`x${String(index)}`, '1']),
    );
    const answer = await sendRaw(
      port,
      head('/webhooks', {
        ...junk,
        ...headersFor(good),
        'content-length': Buffer.byteLength(good),
      }),
      good,
    );
    expect([401, 431]).toContain(answer.status);
    expect(await stored()).toBe(0);
  });
});

describe('a body', () => {
  it('over the limit is answered 413', async () => {
    expect((await post('x'.repeat(LIMIT + 1))).status).toBe(413);
    expect(await stored()).toBe(0);
  });

  it('over the limit is cut off, where its length was not said', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await sendRaw(
      port,
      head('/webhooks', { ...headersFor(''), 'transfer-encoding': 'chunked' }),
      ...Array.from({ length: 17 }, () => chunk),
    );
    expect(answer.status).toBe(413);
    await expectAlive();
  });

  it('that says it is endless is answered 413 before it is read', async () => {
    const answer = await sendRaw(
      port,
      head('/webhooks', { ...headersFor(good), 'content-length': 99999999999 }),
    );
    expect(answer.status).toBe(413);
  });

  it.each(['gzip', 'br'])(
    'that is compressed (%s) is answered 415 and never unpacked',
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(100_000_000));
      const answer = await post(
        bomb,
        headersFor(bomb, { 'content-encoding': encoding }),
      );
      expect(answer.status).toBe(415);
      expect(await stored()).toBe(0);
    },
  );
});

describe('a request that is not a webhook', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'is answered 405 with %s',
    async (method) => {
      const answer = await fetch(url, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
    },
  );

  it('is answered 404 on another path', async () => {
    expect(
      (
        await fetch(url.replace('webhooks', 'nowhere'), {
          method: 'POST',
          body: good,
        })
      ).status,
    ).toBe(404);
  });

  it.each([
    [
      'says its length twice',
      head('/webhooks', { 'content-length': 2, 'Content-Length': 3 }),
      [400],
    ],
    [
      'says a length and comes in chunks',
      head('/webhooks', {
        'content-length': 2,
        'transfer-encoding': 'chunked',
      }),
      [400],
    ],
    [
      'has a zero byte in its head',
      head('/webhooks', { 'x-a': 'b\0c' }),
      [400],
    ],
    [
      'folds a header',
      'POST /webhooks HTTP/1.1\r\nhost: x\r\nx-a: b\r\n c: d\r\n\r\n',
      [400],
    ],
    [
      'ends its lines with a line feed only',
      'POST /webhooks HTTP/1.1\nhost: x\n\n',
      [400],
    ],
    [
      'has a head of more than 16 kB',
      head('/webhooks', { 'x-a': 'a'.repeat(17_000) }),
      [431],
    ],
    [
      'is the beginning of TLS',
      Buffer.from('16030100c8010000c40303', 'hex'),
      [400],
    ],
    [
      'is the beginning of HTTP/2',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      [400, 0],
    ],
  ])('is refused when it %s', async (_, request, statuses) => {
    const answer = await sendRaw(port, request);
    expect(statuses).toContain(answer.status);
    expect(await stored()).toBe(0);
    await expectAlive();
  });
});

describe('a slow client', () => {
  it('is cut off when its body does not come', async () => {
    const answer = await sendRaw(
      port,
      head('/webhooks', { ...headersFor(good), 'content-length': 5000 }),
      'half',
    );
    expect([0, 408]).toContain(answer.status);
    expect(await stored()).toBe(0);
  });

  it('is cut off when its head does not come, and others are answered meanwhile', async () => {
    const slow = await Promise.all(
      Array.from({ length: 200 }, () => openConnection(port)),
    );
    const closed = slow.map((socket) => untilClosed(socket));
    slow.forEach((socket) => socket.write('POST /webhooks HTTP/1.1\r\n'));
    await expectAlive();
    const answers = await Promise.all(closed);
    expect(answers.every(({ status }) => status === 0 || status === 408)).toBe(
      true,
    );
  });

  it('may keep 500 idle connections, and others are answered meanwhile', async () => {
    const idle = await Promise.all(
      Array.from({ length: 500 }, () => openConnection(port)),
    );
    await expectAlive();
    idle.forEach((socket) => socket.destroy());
  });

  it('may leave after its body: the webhook may be stored, the server lives', async () => {
    const socket = await openConnection(port);
    socket.write(
      head('/webhooks', {
        ...headersFor(good),
        'content-length': Buffer.byteLength(good),
      }) + good,
    );
    socket.destroy();
    await expectAlive();
  });
});
