import { hash, timingSafeEqual } from 'node:crypto';
import type { Answer, ReceiveDependencies, WebhookRequest } from './receive.ts';
import { webhookKey } from './webhook.ts';

/** What Shopify sends to the app that owns a contract, and to nobody else. */
const OWNED =
  /^(subscription_contracts|subscription_billing_attempts)\/[a-z]+$/;

export interface FlowDependencies extends Pick<
  ReceiveDependencies,
  'store' | 'now'
> {
  readonly secret: string;
  readonly shop: string;
}

/**
 * Keeps what a merchant's Shopify Flow posts: the facts of a subscription topic, with a secret instead of Shopify's
 * signature. From here on it is a webhook like any other. docs/shopify-flow.md has what to put into Flow.
 */
export async function receiveFlow(
  { headers, body }: WebhookRequest,
  { store, now, secret, shop }: FlowDependencies,
): Promise<Answer> {
  const given = headers['authorization'];
  if (typeof given !== 'string' || !isSame(given, `Bearer ${secret}`))
    return { status: 401, body: 'The secret is missing or wrong.' };
  const topic = headers['x-shopify-topic'];
  if (typeof topic !== 'string' || !OWNED.test(topic))
    return {
      status: 400,
      body: 'X-Shopify-Topic must name a topic of subscription_contracts or subscription_billing_attempts.',
    };
  const added = await store.add({
    // The same facts twice are one.
    key: webhookKey({ topic, shop, webhookId: 'flow', body }),
    topic,
    shop,
    test: false,
    receivedAt: now(),
    body,
  });
  return added.status === 'unavailable'
    ? { status: 503, body: 'Not stored; please try again.', log: added.reason }
    : { status: 200, body: added.status };
}

// Hashes have one length, so that comparing takes the same time whatever was given.
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(
    hash('sha256', given, 'buffer'),
    hash('sha256', expected, 'buffer'),
  );
}
