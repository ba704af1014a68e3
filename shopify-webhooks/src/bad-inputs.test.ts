/**
 * What a webhook endpoint must withstand, from the request to what Segment gets: one row a case. Cases of the connection
 * itself, such as slow clients, are in hosts/server.test.ts; of templates and of Segment's answers, where those are.
 */
import { gzipSync } from 'node:zlib';
import type { Json } from './shopify/payload.ts';
import { makeOrder } from './testing/order.ts';
import { head, sendRaw } from './testing/raw-http.ts';
import { startReceiver } from './testing/receiver.ts';
import { headersFor, SHOP, sign } from './testing/webhook.ts';
import type { SentMessage } from './testing/outbox.ts';

type Body = string | Buffer;

interface Case {
  readonly body?: Body;
  /** Instead of a good request's; undefined: without it. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** More lines of the head, after the others. */
  readonly lines?: readonly string[];
  readonly method?: string;
  readonly target?: string;
  readonly status: number | readonly number[];
  /** What becomes of it; absent: it is not stored. */
  readonly becomes?: string;
  /** What the one message that Segment gets must match; absent: Segment gets nothing. */
  readonly sends?: object;
}

let receiver: Awaited<ReturnType<typeof startReceiver>>;
const everythingLogged: string[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  everythingLogged.push(...receiver.logged);
  await receiver.close();
});

const good = JSON.stringify(makeOrder());
const order = (changes: Json) => JSON.stringify(makeOrder(changes));
const signature = (value: string | undefined) => ({
  'x-shopify-hmac-sha256': value,
});
const delivered = (properties: object = {}) => ({
  status: 200,
  becomes: 'mapped',
  sends: { event: 'Order Completed', properties },
});
const refused = (status: number | readonly number[]) => ({ status });
const dead = { status: 200, becomes: 'dead' };
const ignored = { status: 200, becomes: 'ignored' };
const line = (title: string, index = 0) => ({
  id: index + 1,
  title,
  price: '1.00',
  quantity: 1,
});

async function send({ body = good, ...given }: Case): Promise<number> {
  const headers: Record<string, string | number> = {};
  const all: Record<string, string | number | undefined> = {
    ...headersFor(body),
    'content-length': Buffer.byteLength(body),
    ...given.headers,
  };
  for (const [name, value] of Object.entries(all))
    if (value !== undefined) headers[name] = value;
  const lines = (given.lines ?? []).map((one) => `${one}\r\n`).join('');
  const { target = '/webhooks', method } = given;
  const { status } = await sendRaw(
    receiver.port,
    head(target, headers, method).replace(/\r\n$/, `${lines}\r\n`),
    body,
  );
  return status;
}

const SIGNATURES: Record<string, Case> = {
  'no signature': { headers: signature(undefined), ...refused(401) },
  'an empty signature': { headers: signature(''), ...refused(401) },
  'a signature with another secret': {
    headers: signature(sign(good, 'other')),
    ...refused(401),
  },
  'a body that was changed by one byte': {
    body: good.replace('4501', '4502'),
    headers: signature(sign(good)),
    ...refused(401),
  },
  'a body that was written anew': {
    body: JSON.stringify(JSON.parse(good), null, 1),
    headers: signature(sign(good)),
    ...refused(401),
  },
  'a signature in hexadecimal': {
    headers: signature(Buffer.from(sign(good), 'base64').toString('hex')),
    ...refused(401),
  },
  'half a signature': {
    headers: signature(
      Buffer.from(sign(good), 'base64').subarray(0, 16).toString('base64'),
    ),
    ...refused(401),
  },
  'a signature with something after it': {
    headers: signature(`${sign(good)}, zzzz`),
    ...refused(401),
  },
  'a good signature twice': {
    lines: [`x-shopify-hmac-sha256: ${sign(good)}`],
    ...refused(401),
  },
  'a wrong signature and then a good one': {
    headers: signature(sign(good, 'other')),
    lines: [`x-shopify-hmac-sha256: ${sign(good)}`],
    ...refused(401),
  },
  'a signature in the alphabet of addresses': {
    headers: signature(sign(good).replace(/./, '-')),
    ...refused(401),
  },
  'a signature without its padding': {
    headers: signature(sign(good).replace('=', '')),
    ...refused(401),
  },
  'a signature with a space in it': {
    headers: signature(sign(good).replace(/^(.{9})/, '$1 ')),
    ...refused(401),
  },
  'a signature of 10 kB': {
    headers: signature('A'.repeat(10_000)),
    ...refused([401, 431]),
  },
  'a signature with the old secret, while two are accepted': {
    headers: signature(sign(good, 'hush-old')),
    ...delivered(),
  },
  'a signature with a secret that was removed': {
    headers: signature(sign(good, 'hush-older')),
    ...refused(401),
  },
  'a signature under the name of a preview': {
    headers: { ...signature(undefined), 'shopify-hmac-sha256': sign(good) },
    ...refused(401),
  },
};

const REQUESTS: Record<string, Case> = {
  GET: { method: 'GET', body: '', ...refused(405) },
  PUT: { method: 'PUT', ...refused(405) },
  DELETE: { method: 'DELETE', ...refused(405) },
  'another path': { target: '/webhook', ...refused(404) },
  'a target that names another host': {
    target: 'http://evil.example/nowhere',
    ...refused(404),
  },
  'a length and chunks': {
    lines: ['transfer-encoding: chunked'],
    ...refused(400),
  },
  'two lengths': { lines: ['content-length: 3'], ...refused(400) },
  'a body of a byte more than the limit': {
    body: 'x'.repeat(1024 * 1024 + 1),
    ...refused(413),
  },
  'a length without end': {
    headers: { 'content-length': '99999999999' },
    ...refused(413),
  },
  'a compressed body, signed as it is': {
    body: gzipSync(Buffer.alloc(1_000_000)),
    headers: { 'content-encoding': 'gzip' },
    ...refused(415),
  },
  'a compressed body, signed as it was': {
    body: gzipSync(good),
    headers: { ...signature(sign(good)), 'content-encoding': 'gzip' },
    ...refused(415),
  },
  'no content type': { headers: { 'content-type': undefined }, ...delivered() },
  'the content type of a form': {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...delivered(),
  },
  'a content type that says UTF-16': {
    headers: { 'content-type': 'application/json; charset=utf-16' },
    ...delivered(),
  },
  'a head of more than 16 kB': {
    headers: { 'x-junk': 'a'.repeat(17_000) },
    ...refused(431),
  },
  'a zero byte in the head': { lines: ['x-a: b\0c'], ...refused(400) },
  'a folded header': { lines: ['x-a: b', ' c: d'], ...refused(400) },
};

const BODIES: Record<string, Case> = {
  'an empty body': { body: '', ...dead },
  'no JSON': { body: 'not json', ...dead },
  'half an order, with an address in it': {
    body: '{"email":bob@example.com',
    ...dead,
  },
  'a comma too many': { body: '{"id":1,}', ...dead },
  null: { body: 'null', ...dead },
  'a list': { body: '[]', ...dead },
  'a text': { body: '"x"', ...dead },
  'a number': { body: '42', ...dead },
  true: { body: 'true', ...dead },
  'a byte order mark': { body: `\uFEFF${good}`, ...delivered() },
  'bytes that are no UTF-8': {
    body: Buffer.concat([
      Buffer.from(good.slice(0, -1)),
      Buffer.from(',"note":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]),
    ...delivered(),
  },
  'U+0000 in a text': {
    body: order({ line_items: [line('a\0b')] }),
    ...delivered(),
  },
  'half a character': {
    body: good.replace('Sencha', '\\ud800'),
    ...delivered(),
  },
  'every script there is': {
    body: order({ line_items: [line('🍵 ‮عربي e\u0301 𝒯')] }),
    ...delivered({ products: [{ name: '🍵 ‮عربي e\u0301 𝒯' }] }),
  },
  'an object of 80,000 keys': {
    body: order({
      custom: Object.fromEntries(
        Array.from({ length: 80_000 }, (_, key) => [`k${String(key)}`, 0]),
      ),
    }),
    ...delivered(),
  },
  '__proto__ in the order': {
    body: good.replace('{', '{"__proto__":{"polluted":1},'),
    ...delivered(),
  },
  'a constructor in the order': {
    body: order({ constructor: { prototype: { polluted: 1 } } }),
    ...delivered(),
  },
  '__proto__ in lines and attributes': {
    body: order({
      note_attributes: [
        { name: '__proto__', value: 'x' },
        { name: 'constructor', value: 'x' },
        { name: 'toString', value: 'x' },
      ],
    }).replace('"line_items":[{', '"line_items":[{"__proto__":{"polluted":1},'),
    ...delivered(),
  },
  'brackets 500,000 deep': { body: '['.repeat(500_000), ...dead },
  'an order with lists 100,000 deep': {
    body: good.replace(
      '{',
      `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},`,
    ),
    ...delivered(),
  },
  'a number of 900,000 digits': {
    body: good.replace('"28.65"', '9'.repeat(900_000)),
    ...delivered(),
  },
  'a key twice: the last counts': {
    body: `${good.slice(0, -1)},"admin_graphql_api_id":"gid://shopify/Order/4502"}`,
    ...delivered({ order_id: '4502' }),
  },
  'an id beyond 2^53': {
    body: order({
      id: 1,
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    }),
    ...delivered({ order_id: '820982911946154508' }),
  },
  'no lines': { body: order({ line_items: null }), ...delivered() },
  'lines that are no list': { body: order({ line_items: {} }), ...delivered() },
  '5,000 lines': {
    body: order({
      line_items: Array.from({ length: 5000 }, (_, i) => line('Tea', i)),
    }),
    ...delivered({ products_omitted: expect.any(Number) as number }),
  },
  'no customer': {
    body: order({ customer: null, email: null }),
    ...delivered(),
  },
  'no currency': { body: order({ currency: undefined }), ...delivered() },
  'a currency of four letters': {
    body: order({ currency: 'EURO' }),
    ...delivered(),
  },
  'a note of 900 kB': {
    body: order({ note: 'ada@example.com '.repeat(50_000) }),
    ...delivered(),
  },
  'a test order': { headers: { 'x-shopify-test': 'true' }, ...ignored },
  'nothing but an id': { body: '{"id":1}', ...dead },
  'what a shell, a page, a template or SQL would run': {
    body: order({
      line_items: [
        line(`<script>{{7*7}}\${process.env}' OR 1=1; DROP TABLE webhooks`),
      ],
    }),
    ...delivered({
      products: [
        {
          name: `<script>{{7*7}}\${process.env}' OR 1=1; DROP TABLE webhooks`,
        },
      ],
    }),
  },
};
for (const price of ['abc', '', null, '-5.00', '1e309', '12,50', 'NaN', 12.5])
  BODIES[`a total of ${JSON.stringify(price)}`] = {
    body: order({ total_price: price }),
    ...delivered(),
  };
for (const time of [
  undefined,
  'yesterday',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '2026-11-21T12:00:00+14:00',
])
  BODIES[`a time of ${String(time)}`] = {
    body: order({ created_at: time, processed_at: time }),
    ...delivered(),
  };

const topic = (value: string | undefined) => ({ 'x-shopify-topic': value });
const shop = (value: string | undefined) => ({
  'x-shopify-shop-domain': value,
});

const HEADERS: Record<string, Case> = {
  'an order under the topic of a cancellation': {
    headers: topic('orders/cancelled'),
    ...ignored,
  },
  'an order under the topic of a refund': {
    headers: topic('refunds/create'),
    ...dead,
  },
  'no topic': { headers: topic(undefined), ...refused(400) },
  'no shop': { headers: shop(undefined), ...refused(400) },
  'no webhook id': {
    headers: { 'x-shopify-webhook-id': undefined },
    ...delivered(),
  },
  'a webhook id of 10 kB': {
    headers: { 'x-shopify-webhook-id': 'x'.repeat(10_000) },
    ...delivered(),
  },
  'a webhook that says it is two days old': {
    headers: { 'x-shopify-triggered-at': '2026-11-19T10:00:00Z' },
    ...delivered(),
  },
  'a webhook that says it is of tomorrow, or nonsense': {
    headers: { 'x-shopify-triggered-at': 'tomorrow' },
    ...delivered(),
  },
  'the app was uninstalled': {
    headers: topic('app/uninstalled'),
    ...ignored,
  },
};
for (const name of [
  'ORDERS/CREATE',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'foo/bar',
])
  HEADERS[`the topic ${name}`] = { headers: topic(name), ...ignored };
for (const name of [
  'evil.example',
  'a.myshopify.com.evil.example',
  `${SHOP}'--`,
  `${'a'.repeat(300)}.myshopify.com`,
  'ä.myshopify.com',
  'b.myshopify.com',
  '../a.myshopify.com',
])
  HEADERS[`the shop ${name.slice(0, 40)}`] = {
    headers: shop(name),
    ...refused(403),
  };

describe.each([
  ['signed', SIGNATURES],
  ['sent', REQUESTS],
  ['whose body is', BODIES],
  ['whose headers are', HEADERS],
])('a request that is %s in a way that is bad or odd', (_, cases) => {
  it.each(Object.entries(cases))('%s', async (__, given) => {
    const { store, finish, everything } = receiver;
    const statuses = [given.status].flat();
    expect(statuses).toContain(await send(given));
    await finish();
    const [webhook] = await store.recent(1);
    expect(webhook?.status).toBe(given.becomes);
    const tracks = everything.filter(({ type }) => type === 'track');
    expect(tracks).toHaveLength(given.sends ? 1 : 0);
    if (given.sends) {
      expect(tracks[0]).toMatchObject(given.sends);
      expectSound(tracks[0]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    // And it goes on.
    expect(
      await send({
        body: order({ id: 99 }),
        status: 200,
      }),
    ).toBe(200);
  });
});

/** No number that is none, a time that is one, within Segment's size, and about somebody. */
function expectSound(message: SentMessage | undefined): void {
  const text = JSON.stringify(message);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32_768);
  expect(text).not.toMatch(/:(null|NaN)|Infinity/);
  const { timestamp, userId, anonymousId } = message as SentMessage & {
    readonly timestamp: string;
  };
  expect(new Date(timestamp).toISOString()).toMatch(/^\d{4}-/);
  expect(userId ?? anonymousId).toEqual(expect.any(String));
}

describe('what comes more than once', () => {
  const orders = () =>
    receiver.everything.filter(({ event }) => event === 'Order Completed');

  it('a hundred times at the same moment is one row and one message', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 100 }, () => send({ status: 200 })),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await receiver.finish();
    expect(await receiver.store.recent(9)).toHaveLength(1);
    expect(orders()).toHaveLength(1);
  });

  it.each([
    ['under another webhook id each time', 'x-shopify-webhook-id'],
    ['by two subscriptions, with one event id', 'x-shopify-webhook-id'],
  ])('%s is one message', async (_, name) => {
    for (const id of ['one', 'two', 'three']) {
      await send({
        headers: { [name]: id, 'x-shopify-event-id': 'e' },
        status: 200,
      });
      await receiver.finish();
    }
    expect(orders()).toHaveLength(1);
  });

  it('two bodies under one webhook id are two webhooks', async () => {
    await send({ status: 200 });
    await send({
      body: order({ id: 2 }),
      status: 200,
    });
    await receiver.finish();
    expect(orders()).toHaveLength(2);
  });

  it('25 hours later is not sent again', async () => {
    await send({ status: 200 });
    await receiver.finish();
    receiver.clock.advance(25 * 60 * 60 * 1000);
    await send({ headers: { 'x-shopify-webhook-id': 'later' }, status: 200 });
    await receiver.finish();
    expect(orders()).toHaveLength(1);
  });

  it('a cancellation before its order: each is sent, whatever comes first', async () => {
    const cancelled = order({ cancelled_at: '2026-11-21T10:00:00Z' });
    await send({
      body: cancelled,
      headers: topic('orders/cancelled'),
      status: 200,
    });
    await receiver.finish();
    await send({ status: 200 });
    await receiver.finish();
    expect(receiver.sent.map(({ event }) => event).sort()).toEqual([
      'Order Cancelled',
      'Order Completed',
    ]);
  });
});

describe('a privacy topic', () => {
  const body = JSON.stringify({
    shop_id: 1,
    shop_domain: SHOP,
    customer: { id: 77, email: 'ada@example.com' },
    orders_to_redact: [4501],
  });

  it('that is well signed erases', async () => {
    await send({ status: 200 });
    expect(
      await send({ body, headers: topic('customers/redact'), status: 200 }),
    ).toBe(200);
    await receiver.finish();
    expect(await receiver.store.recent(1)).toMatchObject([
      { status: 'erased' },
    ]);
  });

  it.each(['customers/data_request', 'customers/redact', 'shop/redact'])(
    '%s with a wrong signature is answered 401, as Shopify’s review asks',
    async (name) => {
      const headers = { ...topic(name), ...signature(sign(body, 'other')) };
      expect(await send({ body, headers, status: 401 })).toBe(401);
      expect(await receiver.store.recent(1)).toEqual([]);
    },
  );
});

it('in all of that nothing personal and no secret was logged', () => {
  expect(everythingLogged.length).toBeGreaterThan(100);
  expect(everythingLogged.join('\n')).not.toMatch(
    /ada@|bob@|Sencha|script>|hush|secret-key|c2VjcmV0|c1-abc|[A-Za-z0-9+/]{43}=/,
  );
});
