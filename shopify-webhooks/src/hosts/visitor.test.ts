import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import {
  encodeVisitor,
  type VisitorMessage,
} from '@storefront-events/plan/wire';
import type { Recorded } from '../store/store.ts';
import { head, sendRaw } from '../testing/raw-http.ts';
import { makeVisitorMessage } from '../testing/visitor.ts';
import { createServer, type ServerOptions } from './server.ts';

const ORIGIN = 'https://shop.example';
const OTHER = 'https://www.shop.example';
const body = encodeVisitor(makeVisitorMessage());
const text = { origin: ORIGIN, 'content-type': 'text/plain;charset=UTF-8' };

let server: FastifyInstance;
let kept: VisitorMessage[];
let logged: string[];
let answer: () => Promise<Recorded>;
let port: number;
let url: string;

const start = (
  options: Partial<ServerOptions> = {},
  perMinute = { address: 50, cart: 50 },
) =>
  createServer(() => Promise.resolve({ status: 200, body: '' }), {
    maxBodyBytes: 1024 * 1024,
    requestTimeoutMs: 300,
    visitor: {
      origins: [ORIGIN, OTHER],
      keep: (message) => {
        kept.push(message);
        return answer();
      },
      log: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
      perMinute,
    },
    ...options,
  });

const listen = async (...options: Parameters<typeof start>) => {
  server = start(...options);
  await server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = server.server.address() as AddressInfo);
  url = `http://127.0.0.1:${String(port)}/visitor`;
};

beforeEach(async () => {
  kept = [];
  logged = [];
  answer = () => Promise.resolve({ status: 'recorded' });
  await listen();
});

afterEach(() => server.close());

const restart = async (...options: Parameters<typeof start>) => {
  await server.close();
  await listen(...options);
};

const post = (
  payload: string | Buffer<ArrayBuffer> = body,
  headers: Record<string, string> = text,
) => fetch(url, { method: 'POST', headers, body: payload });

describe('POST /visitor', () => {
  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/json',
    'application/json; charset=utf-8',
  ])('takes a message as %s, and answers nothing but 204', async (type) => {
    const answered = await post(body, { ...text, 'content-type': type });
    expect(answered.status).toBe(204);
    expect(await answered.text()).toBe('');
    expect(kept).toEqual([makeVisitorMessage()]);
  });

  it('takes one of the largest size', async () => {
    const padded = body + ' '.repeat(4096 - body.length);
    expect((await post(padded)).status).toBe(204);
  });

  it.each([ORIGIN, OTHER])(
    'lets %s read the answer, without credentials',
    async (origin) => {
      const { headers } = await post(body, { ...text, origin });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('vary')).toBe('Origin');
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    },
  );

  it('answers 503 while it cannot be stored', async () => {
    answer = () =>
      Promise.resolve({ status: 'unavailable', reason: 'ERR_SQLITE_ERROR 13' });
    expect((await post()).status).toBe(503);
    expect(logged.join()).toContain('ERR_SQLITE_ERROR 13');
  });

  it('answers 500 to a bug of ours, and says no more', async () => {
    answer = () => Promise.reject(new Error('visitor-1 at c1-abc'));
    const answered = await post();
    expect(answered.status).toBe(500);
    expect(await answered.text()).toBe('Internal Server Error');
    expect(logged.join()).not.toContain('visitor-1');
  });

  it.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of no site', { origin: 'null' }],
    ['of another port', { origin: `${ORIGIN}:8443` }],
    ['of another scheme', { origin: 'http://shop.example' }],
    ['whose name begins like ours', { origin: `${ORIGIN}.evil.example` }],
    ['of two', { origin: `${ORIGIN}, ${ORIGIN}` }],
    ['in capitals', { origin: ORIGIN.toUpperCase() }],
  ])('is forbidden to a page %s', async (_, origin) => {
    const answered = await post(body, { ...text, ...origin });
    expect(answered.status).toBe(403);
    expect(answered.headers.has('access-control-allow-origin')).toBe(false);
    expect(answered.headers.get('vary')).toBe('Origin');
    expect(kept).toEqual([]);
  });

  it('is forbidden to who does not say where they come from', async () => {
    expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(
      403,
    );
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/plainer',
    '<script>',
  ])('answers 415 to %s', async (type) => {
    const answered = await post(body, { ...text, 'content-type': type });
    expect(answered.status).toBe(415);
    expect(await answered.text()).toBe('Unsupported Media Type');
  });

  it('answers 415 to what is compressed, and never unpacks it', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const answered = await post(bomb, { ...text, 'content-encoding': 'gzip' });
    expect(answered.status).toBe(415);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"kind":"choice"'],
    ['null', 'null'],
    ['a list', '[]'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['deep nesting', '['.repeat(4000)],
    ['another kind', body.replace('choice', 'raise')],
    ['a cart token with markup', body.replace('c1-abc', '<script>')],
    ['an id that is none', body.replace('"visitor-1"', '{"$ne":1}')],
    [
      'a prototype',
      body.replace('"categories":{', '"categories":{"__proto__":true,'),
    ],
    ['no time', body.replace('2026-11-21', 'yesterday')],
  ])('answers 400 to %s, and says nothing back', async (_, payload) => {
    const answered = await post(payload);
    expect(answered.status).toBe(400);
    expect(await answered.text()).toBe('Bad Request');
    expect(kept).toEqual([]);
  });

  it('answers 413 to more than 4 kB', async () => {
    const answered = await post(body + ' '.repeat(4097 - body.length));
    expect(answered.status).toBe(413);
    expect(kept).toEqual([]);
  });

  it('logs nothing personal, whatever comes', async () => {
    await post();
    await post(body.replace('choice', 'raise'));
    await post(body.replace('c1-abc', '<script>'));
    answer = () => Promise.resolve({ status: 'unavailable', reason: 'x' });
    await post();
    expect(logged.length).toBeGreaterThan(2);
    expect(logged.join()).not.toMatch(
      /visitor-1|c1-abc|script|receipt-1|203\.0|shop\.example/,
    );
  });
});

describe('/visitor with another method', () => {
  it('tells a browser what it may send', async () => {
    const answered = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect(answered.status).toBe(204);
    expect(Object.fromEntries(answered.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    });
  });

  it.each([{ origin: 'https://evil.example' }, {}])(
    'tells nothing to %j',
    async (headers) => {
      const answered = await fetch(url, { method: 'OPTIONS', headers });
      expect(answered.status).toBe(403);
      expect(answered.headers.has('access-control-allow-methods')).toBe(false);
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const)(
    'is answered 405 with %s',
    async (method) => {
      const answered = await fetch(url, { method, headers: text });
      expect(answered.status).toBe(405);
      expect(answered.headers.get('allow')).toBe('POST, OPTIONS');
    },
  );

  it('is not there where no origins are named', async () => {
    await restart({ visitor: undefined });
    expect((await post()).status).toBe(404);
  });
});

describe('the rate limit of POST /visitor', () => {
  const few = { address: 3, cart: 2 };
  const behindProxy = { trustedProxies: ['127.0.0.1'] };

  /** Statuses of calls for these carts, through a proxy that says they came from these addresses. */
  const call = async (calls: readonly (readonly [string, string])[]) => {
    const statuses: number[] = [];
    for (const [cartToken, from] of calls) {
      const message = encodeVisitor(makeVisitorMessage({ cartToken }));
      const headers = { ...text, 'x-forwarded-for': from };
      statuses.push((await post(message, headers)).status);
    }
    return statuses;
  };

  it('of an address is answered 429 with the time to wait, before the body is read', async () => {
    await restart({}, few);
    for (let number = 0; number < 3; number += 1) await post('{}');
    const answered = await post('x'.repeat(9000));
    expect(answered.status).toBe(429);
    expect(Number(answered.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answered.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(answered.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(kept).toEqual([]);
  });

  it('of an address is its own', async () => {
    await restart(behindProxy, few);
    const own = ['a', 'b', 'c', 'd'].map((cart) => [cart, '1.1.1.1'] as const);
    expect(await call([...own, ['e', '2.2.2.2']])).toEqual([
      204, 204, 204, 429, 204,
    ]);
  });

  it('of a cart holds for all addresses', async () => {
    await restart(behindProxy, few);
    expect(
      await call([
        ['a', '1.1.1.1'],
        ['a', '2.2.2.2'],
        ['a', '3.3.3.3'],
        ['b', '3.3.3.3'],
      ]),
    ).toEqual([204, 204, 429, 204]);
    expect(kept).toHaveLength(3);
  });

  it('takes a network of IPv6 for one address', async () => {
    await restart(behindProxy, few);
    expect(
      await call([
        ['a', '2001:db8::1'],
        ['b', '2001:db8::2:3'],
        ['c', '2001:db8::ffff'],
        ['d', '2001:db8::4'],
        ['e', '2001:db8:0:1::1'],
      ]),
    ).toEqual([204, 204, 204, 429, 204]);
  });

  it.each([
    ['nobody was to be trusted', []],
    ['the proxy is another one', ['10.0.0.0/8']],
  ])('does not believe X-Forwarded-For where %s', async (_, trustedProxies) => {
    await restart({ trustedProxies }, few);
    expect(
      await call([
        ['a', '1.1.1.1'],
        ['b', '2.2.2.2'],
        ['c', '3.3.3.3'],
        ['d', '4.4.4.4'],
      ]),
    ).toEqual([204, 204, 204, 429]);
  });

  it('warns once of a proxy that nobody told it of', async () => {
    await call([
      ['a', '1.1.1.1'],
      ['b', '2.2.2.2'],
    ]);
    expect(logged.filter((line) => line.includes('TRUST_PROXY'))).toHaveLength(
      1,
    );
    await restart(behindProxy);
    await call([['a', '1.1.1.1']]);
    expect(logged).toHaveLength(1);
  });

  it('does not count what asks first, nor webhooks', async () => {
    await restart({}, few);
    const webhooks = url.replace('visitor', 'webhooks');
    for (let number = 0; number < 9; number += 1) {
      await fetch(url, { method: 'OPTIONS', headers: { origin: ORIGIN } });
      expect((await fetch(webhooks, { method: 'POST' })).status).toBe(200);
    }
    expect((await post()).status).toBe(204);
  });
});

describe('a hostile client of POST /visitor', () => {
  const expectAlive = async () => {
    expect((await post()).status).toBe(204);
  };

  it('is cut off when its body does not come', async () => {
    const answered = await sendRaw(
      port,
      head('/visitor', { ...text, 'content-length': 500 }),
      '{"kind":',
    );
    expect([0, 408]).toContain(answered.status);
    expect(kept).toEqual([]);
    await expectAlive();
  });

  it('is cut off above 4 kB, where its length was not said', async () => {
    const chunk = `400\r\n${'x'.repeat(0x400)}\r\n`;
    const answered = await sendRaw(
      port,
      head('/visitor', { ...text, 'transfer-encoding': 'chunked' }),
      ...Array.from({ length: 5 }, () => chunk),
    );
    expect(answered.status).toBe(413);
    await expectAlive();
  });

  it('is answered 413 before its body is read, where it says that it is large', async () => {
    const answered = await sendRaw(
      port,
      head('/visitor', { ...text, 'content-length': 99999999999 }),
    );
    expect(answered.status).toBe(413);
    await expectAlive();
  });

  it('is refused when it says two origins', async () => {
    const request = head('/visitor', {
      ...text,
      'content-length': body.length,
      Origin: 'https://evil.example',
    });
    expect((await sendRaw(port, request, body)).status).toBe(403);
    expect(kept).toEqual([]);
  });
});
