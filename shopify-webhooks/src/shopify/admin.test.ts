import { createOrderLookUp } from './admin.ts';

const CONFIG = {
  shop: 'a.myshopify.com',
  token: 'shpat_test',
  apiVersion: '2026-07',
};

function setUp(answer: () => Response | Promise<Response>) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const stop = new AbortController();
  const lookUp = createOrderLookUp(
    CONFIG,
    async (url, init) => {
      requests.push({ url: url as string, init });
      return answer();
    },
    stop.signal,
  );
  return { requests, lookUp, stop };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

it('asks for an order, and gives it in the names of a webhook', async () => {
  const money = { amount: '28.65', currencyCode: 'EUR' };
  const { requests, lookUp } = setUp(() =>
    json({
      data: {
        order: {
          id: 'gid://shopify/Order/4501',
          name: '#1001',
          test: false,
          sourceName: 'web',
          tags: ['VIP', 'wholesale'],
          createdAt: '2026-11-21T10:00:00Z',
          currencyCode: 'EUR',
          presentmentCurrencyCode: 'EUR',
          totalPriceSet: { shopMoney: money, presentmentMoney: money },
          customAttributes: [{ key: '_storefront_consent', value: '{}' }],
          customer: {
            id: 'gid://shopify/Customer/77',
            email: { emailAddress: 'ada@example.com' },
          },
        },
      },
    }),
  );
  expect(await lookUp('4501')).toMatchObject({
    status: 'found',
    order: {
      admin_graphql_api_id: 'gid://shopify/Order/4501',
      name: '#1001',
      tags: 'VIP,wholesale',
      currency: 'EUR',
      total_price: '28.65',
      note_attributes: [{ name: '_storefront_consent', value: '{}' }],
      customer: {
        admin_graphql_api_id: 'gid://shopify/Customer/77',
        email: 'ada@example.com',
      },
    },
  });
  const [request] = requests;
  expect(request?.url).toBe(
    'https://a.myshopify.com/admin/api/2026-07/graphql.json',
  );
  expect(
    new Headers(request?.init?.headers).get('x-shopify-access-token'),
  ).toBe('shpat_test');
  expect(request?.init?.body).toContain('gid://shopify/Order/4501');
});

it('says so when there is no such order', async () => {
  const { lookUp } = setUp(() => json({ data: { order: null } }));
  expect(await lookUp('4501')).toEqual({ status: 'unknown' });
});

it.each([
  ['refuses the token', () => json({ errors: 'no' }, 401)],
  ['has an error', () => json({ errors: [{ message: 'ada@example.com' }] })],
  ['is not JSON', () => new Response('<html>', { status: 502 })],
  ['cannot be reached', () => Promise.reject(new TypeError('ada@example.com'))],
])(
  'fails with a reason that quotes nothing when Shopify %s',
  async (_, answer) => {
    const { requests, lookUp } = setUp(answer);
    const found = await lookUp('4501');
    expect(found).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(found)).not.toContain('ada@');
    // Once: a refund does not wait for more.
    expect(requests).toHaveLength(1);
  },
);

it('waits for no answer when the service is told to stop', async () => {
  const { requests, lookUp, stop } = setUp(
    () =>
      new Promise((_, reject) => {
        requests[0]?.init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('stopped', 'AbortError'));
        });
        stop.abort();
      }),
  );
  expect(await lookUp('4501')).toMatchObject({ status: 'failed' });
});
