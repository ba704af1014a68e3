import type { Answer, ReceiveDependencies, WebhookRequest } from './receive.ts';
import { isBearer } from './secret.ts';
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
  if (!isBearer(headers['authorization'], [secret]))
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
