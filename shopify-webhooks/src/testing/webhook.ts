import { createHmac } from 'node:crypto';
import { webhookKey, type Webhook } from '../webhook.ts';
import { makeOrder } from './order.ts';

export const SECRET = 'hush';
export const SHOP = 'a.myshopify.com';

/** The signature that Shopify would give a body. */
export function sign(body: string | Uint8Array, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** The headers of a well-signed `orders/create`. */
export function headersFor(
  body: string | Uint8Array,
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': SHOP,
    'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    'x-shopify-api-version': '2026-07',
    'x-shopify-hmac-sha256': sign(body),
    ...changes,
  };
}

/** A received webhook. */
export function makeWebhook(
  changes: Partial<Omit<Webhook, 'key'>> & { readonly webhookId?: string } = {},
): Webhook {
  const { webhookId = 'w1', ...rest } = changes;
  const webhook = {
    topic: 'orders/create',
    shop: SHOP,
    test: false,
    receivedAt: Date.UTC(2026, 10, 21, 10, 0, 5),
    body: Buffer.from(JSON.stringify(makeOrder())),
    ...rest,
  };
  return { ...webhook, key: webhookKey({ ...webhook, webhookId }) };
}
