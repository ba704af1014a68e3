import { createHmac } from 'node:crypto';
import { makeOrder } from '../../shopify-webhooks/src/testing/order.ts';

/** The bytes of signed `orders/create` requests, each another webhook. */
export interface Webhooks {
  readonly next: () => Buffer | undefined;
}

/** One body under ever new webhook ids: signing costs the generator nothing while it measures. */
export function repeated(bytes: number): Webhooks {
  const body = orderOf(1, bytes);
  const signature = sign(body);
  let count = 0;
  const run = Math.random().toString(36).slice(2);
  return {
    next: () => request(body, signature, `${run}-${String((count += 1))}`),
  };
}

/** So many different orders of different customers, signed beforehand. */
export function distinct(count: number, bytes: number): Webhooks {
  const requests = Array.from({ length: count }, (_, index) => {
    const body = orderOf(index + 1, bytes);
    return request(body, sign(body), String(index));
  });
  let index = 0;
  return { next: () => requests[index++] };
}

/** An order of about so many bytes, by lines such as real orders have. */
function orderOf(id: number, bytes: number): Buffer {
  const order = makeOrder({
    id,
    cart_token: `cart-${String(id)}`,
    checkout_token: `checkout-${String(id)}`,
    customer: {
      id,
      admin_graphql_api_id: `gid://shopify/Customer/${String(id)}`,
      email: `customer-${String(id)}@example.com`,
    },
  });
  const [line] = order['line_items'] as [object];
  const one = JSON.stringify(line).length + 1;
  const count = Math.max(
    1,
    Math.round((bytes - JSON.stringify(order).length) / one),
  );
  return Buffer.from(
    JSON.stringify({
      ...order,
      line_items: Array.from({ length: count }, (_, index) => ({
        ...line,
        id: index + 1,
      })),
    }),
  );
}

function sign(body: Buffer): string {
  return createHmac('sha256', 'hush').update(body).digest('base64');
}

function request(body: Buffer, signature: string, webhookId: string): Buffer {
  const head = [
    'POST /webhooks HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    'x-shopify-topic: orders/create',
    'x-shopify-shop-domain: a.myshopify.com',
    'x-shopify-api-version: 2026-07',
    `x-shopify-webhook-id: ${webhookId}`,
    `x-shopify-hmac-sha256: ${signature}`,
    `content-length: ${String(body.byteLength)}`,
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body]);
}
