import { parsePayload } from '../shopify/payload.ts';
import type { WebhookOutcome } from '../store/store.ts';
import type { Webhook } from '../webhook.ts';
import { orderCompleted } from './order-completed.ts';
import { freeze } from './freeze.ts';
import type { MapConfig, MapInput, MapResult } from './mapping.ts';

// A Map, because a topic comes from an unsigned header and could be "constructor".
const mappings: ReadonlyMap<string, (input: MapInput) => MapResult> = new Map([
  ['orders/create', orderCompleted],
]);

/** Turns a webhook into Segment messages. Never throws: what cannot be mapped is kept with the reason. */
export function mapWebhook(
  webhook: Webhook,
  config: MapConfig,
): WebhookOutcome {
  const mapping = mappings.get(webhook.topic);
  if (!mapping)
    return { status: 'ignored', reason: 'no mapping for this topic' };
  const parsed = parsePayload(webhook.body);
  if (parsed.status === 'unreadable')
    return { status: 'dead', reason: parsed.reason };
  const { payload } = parsed;
  if ((webhook.test || payload['test'] === true) && !config.sendTestOrders)
    return { status: 'ignored', reason: 'test order' };
  const result = mapping({
    payload,
    shop: signedShop(config.shops),
    receivedAt: webhook.receivedAt,
    config,
  });
  return result.status === 'mapped'
    ? { ...result, messages: result.messages.map(freeze) }
    : result;
}

/**
 * The shop that the signature vouches for: the header is not signed. Where one shop is served, the secret belongs to
 * it; where there are several, none is named, and Shopify's ids, which are unique among all shops, tell them apart.
 */
function signedShop(shops: readonly string[]): string {
  return shops.length === 1 ? (shops[0] ?? '') : '';
}
