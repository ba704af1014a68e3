import type { Config } from './config.ts';
import { EVENTS_TOPIC } from './events/topic.ts';
import { SHOP_DOMAIN } from './shopify/shop-domain.ts';
import type { Store } from './store/store.ts';
import { isSignedBy } from './verify.ts';
import { webhookKey } from './webhook.ts';

/** A request to `POST /webhooks`, whatever server it came through. Header names are lower case. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as they arrived: the signature covers them, not what they mean. */
  readonly body: Uint8Array;
}

/** What to answer Shopify. Anything but a 2xx makes it try again, and after 8 failures drop the subscription. */
export interface Answer {
  readonly status: 200 | 400 | 401 | 403 | 415 | 422 | 503;
  readonly body: string;
  /** What the merchant should know and Shopify need not. */
  readonly log?: string;
}

export interface ReceiveDependencies {
  readonly config: Pick<Config, 'webhookSecrets' | 'shops'>;
  readonly store: Pick<Store, 'add'>;
  readonly now: () => number;
}

/** Longer ids than this are not Shopify's. */
const MAX_HEADER_LENGTH = 255;

/**
 * Verifies a webhook and keeps it. The 200 comes after the row is durable, and nothing is parsed before it: what cannot
 * be understood is kept too, so that no order is lost to a bug of ours.
 */
export async function receive(
  request: WebhookRequest,
  { config, store, now }: ReceiveDependencies,
): Promise<Answer> {
  const { body } = request;
  const encoding = header(request, 'content-encoding');
  if (encoding !== undefined && encoding !== 'identity')
    return { status: 415, body: 'Shopify does not compress webhooks.' };
  const signature = header(request, 'x-shopify-hmac-sha256');
  if (!isSignedBy(body, signature, config.webhookSecrets))
    return { status: 401, body: 'The signature is missing or wrong.' };
  const topic = header(request, 'x-shopify-topic');
  const shop = header(request, 'x-shopify-shop-domain');
  if (!topic || topic.length > MAX_HEADER_LENGTH || topic === EVENTS_TOPIC)
    return {
      status: 400,
      body: 'X-Shopify-Topic is missing, or no topic of Shopify.',
    };
  if (!shop) return { status: 400, body: 'X-Shopify-Shop-Domain is missing.' };
  if (!SHOP_DOMAIN.test(shop) || !isAllowed(shop, config.shops))
    return {
      status: 403,
      body: 'This shop is not served here.',
      log: `the shop ${JSON.stringify(shop.slice(0, 80))} is not in SHOPIFY_SHOPS`,
    };
  const webhookId = header(request, 'x-shopify-webhook-id') ?? '';
  const added = await store.add({
    key: webhookKey({ topic, shop, webhookId, body }),
    topic,
    shop,
    test: header(request, 'x-shopify-test') === 'true',
    receivedAt: now(),
    body,
  });
  return added.status === 'unavailable'
    ? { status: 503, body: 'Not stored; please try again.', log: added.reason }
    : { status: 200, body: added.status };
}

function isAllowed(shop: string, shops: readonly string[]): boolean {
  return shops.length === 0 || shops.includes(shop);
}

function header(request: WebhookRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
