/** Generated requests: each has the status that is documented, and nothing is stored that was refused. */
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { receive } from './receive.ts';
import { makeOrder } from './testing/order.ts';
import { ok, setUpOutbox } from './testing/outbox.ts';
import { head, sendRaw } from './testing/raw-http.ts';
import { startReceiver } from './testing/receiver.ts';
import { headersFor, SHOP, sign } from './testing/webhook.ts';

const TOGETHER = 100;
/** 90,000 requests to the handler, and 10,000 over sockets. */
const ROUNDS = { handler: 900, sockets: 100 };

const order = JSON.stringify(makeOrder());

/** An order in which some bytes are others: mostly no JSON any more, and personal still. */
const spoiledOrder = fc
  .array(fc.tuple(fc.nat(order.length - 1), fc.nat(255)), { maxLength: 4 })
  .map((changes) => {
    const bytes = Buffer.from(order);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  });

/** An order in which a field is anything. */
const oddOrder = fc
  .tuple(fc.constantFrom(...Object.keys(makeOrder())), fc.jsonValue())
  .map(([name, value]) =>
    Buffer.from(JSON.stringify({ ...makeOrder(), [name]: value })),
  );

const body = fc.oneof(
  spoiledOrder,
  oddOrder,
  fc.json().map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(gzipSync(order)),
);

type Signing =
  | 'good'
  | 'old'
  | 'other'
  | 'cut'
  | 'longer'
  | 'twice'
  | 'none'
  | 'hex'
  | { readonly text: string };

/** What the signature is made of; `none`: there is none. */
const signing: fc.Arbitrary<Signing> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('good' as const) },
  fc.constant('old' as const),
  fc.constantFrom(
    ...(['other', 'cut', 'longer', 'twice', 'none', 'hex'] as const),
  ),
  fc.string({ maxLength: 60 }).map((text) => ({ text })),
);

const header = (...usual: readonly string[]) =>
  fc.option(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...usual) },
      fc.stringMatching(/^[!-~]([ -~]{0,300}[!-~])?$/),
    ),
    { nil: undefined, freq: 20 },
  );

interface Generated {
  readonly body: Buffer;
  readonly signing: Signing;
  readonly topic: string | undefined;
  readonly shop: string | undefined;
  readonly webhookId: string | undefined;
  readonly encoding: string | undefined;
}

const request: fc.Arbitrary<Generated> = fc.record({
  body,
  signing,
  topic: header(
    'orders/create',
    'orders/updated',
    'refunds/create',
    'customers/redact',
    'constructor',
    'foo/bar',
  ),
  shop: fc.oneof(
    { weight: 9, arbitrary: fc.constant<string | undefined>(SHOP) },
    header('b.myshopify.com', 'evil.example', `${SHOP}.`),
  ),
  webhookId: header('one', 'two'),
  encoding: fc.option(fc.constantFrom('gzip', 'br', 'identity', 'x'), {
    nil: undefined,
    freq: 10,
  }),
});

function signatureOf({ signing, body }: Generated): string | undefined {
  const good = sign(body);
  if (typeof signing === 'object') return signing.text.trim();
  const signatures = {
    good,
    old: sign(body, 'hush-old'),
    other: sign(body, 'other'),
    cut: good.slice(0, -1),
    longer: `${good}A`,
    twice: `${good}, ${good}`,
    hex: Buffer.from(good, 'base64').toString('hex'),
    none: undefined,
  };
  return signatures[signing];
}

function headersOf(given: Generated): Record<string, string> {
  const changes = {
    'x-shopify-hmac-sha256': signatureOf(given),
    'x-shopify-topic': given.topic,
    'x-shopify-shop-domain': given.shop,
    'x-shopify-webhook-id': given.webhookId,
    'content-encoding': given.encoding,
  };
  return Object.fromEntries(
    Object.entries({ ...headersFor(given.body), ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** The status by what is documented, said in another way than the handler does. */
function expected({ signing, topic, shop, encoding }: Generated): number {
  if (encoding !== undefined && encoding !== 'identity') return 415;
  if (signing !== 'good' && signing !== 'old') return 401;
  if (topic === undefined || topic.length > 255) return 400;
  if (shop === undefined) return 400;
  return shop === SHOP ? 200 : 403;
}

const PERSONAL = /ada@|Sencha|c1-abc|hush|secret-key/;

it('90,000 requests have the status that is documented, and all that was taken is mapped or kept', async () => {
  const { store, mapper, logged } = setUpOutbox(ok);
  const keys = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: TOGETHER, maxLength: TOGETHER }),
      async (requests) => {
        const answers = await Promise.all(
          requests.map((given) =>
            receive(
              { headers: headersOf(given), body: given.body },
              {
                config: {
                  webhookSecrets: ['hush', 'hush-old'],
                  shops: [SHOP],
                },
                store: {
                  add: (webhook) => {
                    keys.add(webhook.key);
                    return store.add(webhook);
                  },
                },
                now: () => Date.UTC(2026, 10, 21),
              },
            ),
          ),
        );
        expect(answers.map(({ status }) => status)).toEqual(
          requests.map(expected),
        );
        while ((await mapper.mapSome()) > 0);
      },
    ),
    { numRuns: ROUNDS.handler },
  );
  const { webhooks } = await store.counts();
  const stored = Object.values(webhooks).reduce((sum, count) => sum + count, 0);
  expect(stored).toBe(keys.size);
  expect(stored).toBeGreaterThan(10_000);
  expect(webhooks).not.toHaveProperty('received');
  expect(logged.join('\n')).not.toMatch(PERSONAL);
  await store.close();
}, 300_000);

it('10,000 requests over sockets have it too, many on a connection', async () => {
  const receiver = await startReceiver();
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: TOGETHER, maxLength: TOGETHER }),
      async (requests) => {
        const bytes = requests.map((given, index) =>
          Buffer.concat([
            Buffer.from(
              head('/webhooks', {
                ...headersOf(given),
                'content-length': given.body.byteLength,
                connection: index === TOGETHER - 1 ? 'close' : 'keep-alive',
              }),
              'latin1',
            ),
            given.body,
          ]),
        );
        const { text } = await sendRaw(receiver.port, Buffer.concat(bytes));
        const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(
          ([, status]) => Number(status),
        );
        expect(statuses).toEqual(requests.map(expected));
        taken += statuses.filter((status) => status === 200).length;
      },
    ),
    { numRuns: ROUNDS.sockets },
  );
  const { webhooks } = await receiver.store.counts();
  expect(webhooks['received']).toBeLessThanOrEqual(taken);
  expect(webhooks['received']).toBeGreaterThan(taken / 3);
  expect(receiver.logged.join('\n')).not.toMatch(PERSONAL);
  await receiver.close();
}, 300_000);
