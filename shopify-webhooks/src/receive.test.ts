import { receive, type WebhookRequest } from './receive.ts';
import type { Added } from './store/store.ts';
import { headersFor, SHOP } from './testing/webhook.ts';
import type { Webhook } from './webhook.ts';

const body = Buffer.from('{"id":1}');

function post(
  changes: Record<string, string | string[] | undefined> = {},
  {
    added = { status: 'received' },
    shops = [SHOP],
  }: { added?: Added; shops?: string[] } = {},
) {
  const kept: Webhook[] = [];
  const request: WebhookRequest = {
    headers: { ...headersFor(body), ...changes },
    body,
  };
  const answer = receive(request, {
    config: { webhookSecrets: ['hush'], shops },
    store: {
      add: (webhook) => {
        kept.push(webhook);
        return Promise.resolve(added);
      },
    },
    now: () => 7,
  });
  return { answer, kept };
}

describe('a webhook request', () => {
  it('is kept as it came, and answered after that', async () => {
    const { answer, kept } = post();
    expect(await answer).toEqual({ status: 200, body: 'received' });
    expect(kept).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        topic: 'orders/create',
        shop: SHOP,
        test: false,
        receivedAt: 7,
        body,
      },
    ]);
  });

  it.each([
    ['without a signature', { 'x-shopify-hmac-sha256': undefined }, 401],
    ['with a wrong signature', { 'x-shopify-hmac-sha256': 'x' }, 401],
    [
      'with its signature in another header',
      { 'x-shopify-hmac-sha256': undefined, 'shopify-hmac-sha256': 'x' },
      401,
    ],
    ['without a topic', { 'x-shopify-topic': undefined }, 400],
    ['with a topic without end', { 'x-shopify-topic': 'x'.repeat(300) }, 400],
    ['with a topic of ours', { 'x-shopify-topic': 'POST /events' }, 400],
    ['without a shop', { 'x-shopify-shop-domain': undefined }, 400],
    ['that is compressed', { 'content-encoding': 'gzip' }, 415],
    ['from another shop', { 'x-shopify-shop-domain': 'b.myshopify.com' }, 403],
    ...[
      'evil.com',
      'a.myshopify.com.evil.com',
      'a.myshopify.com\t',
      `${'a'.repeat(300)}.myshopify.com`,
      "a'.myshopify.com",
      'ä.myshopify.com',
    ].map(
      (shop) =>
        [
          `from the shop ${JSON.stringify(shop.slice(0, 40))}`,
          { 'x-shopify-shop-domain': shop },
          403,
        ] as const,
    ),
  ] as const)('%s is refused and not kept', async (_, headers, status) => {
    const { answer, kept } = post(headers);
    expect((await answer).status).toBe(status);
    expect(kept).toEqual([]);
  });

  it('from any shop is taken where none is named', async () => {
    expect(
      (
        await post(
          { 'x-shopify-shop-domain': 'b.myshopify.com' },
          { shops: [] },
        ).answer
      ).status,
    ).toBe(200);
  });

  it('is answered 503 where it could not be kept', async () => {
    expect(
      (
        await post(
          {},
          { added: { status: 'unavailable', reason: 'SQLITE_FULL' } },
        ).answer
      ).status,
    ).toBe(503);
  });

  it('is marked when Shopify sent it as a test', () => {
    expect(post({ 'x-shopify-test': 'true' }).kept).toMatchObject([
      { test: true },
    ]);
  });

  it.each([undefined, '', 'x'.repeat(10_000), 'not-a-uuid'])(
    'needs no well-formed webhook id: %p',
    async (id) => {
      const { answer, kept } = post({ 'x-shopify-webhook-id': id });
      expect((await answer).status).toBe(200);
      expect(kept[0]?.key).toHaveLength(64);
    },
  );

  it.each([
    undefined,
    'garbage',
    '2026-11-19T00:00:00Z',
    '2099-01-01T00:00:00Z',
  ])('is taken however old it says it is: %p', async (at) => {
    expect((await post({ 'x-shopify-triggered-at': at }).answer).status).toBe(
      200,
    );
  });
});
