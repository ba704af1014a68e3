import {
  permissionOf,
  readOrderConsent,
  type OrderConsent,
  type Remembered,
} from '../consent.ts';
import { parsePayload, type Json } from '../shopify/payload.ts';
import type { WebhookOutcome } from '../store/store.ts';
import type { Webhook } from '../webhook.ts';
import { orderCompleted } from './order-completed.ts';
import { freeze } from './freeze.ts';
import type { MapConfig, MapInput, MapResult } from './mapping.ts';

type Mapping = (input: MapInput) => MapResult;

// A Map, because a topic comes from an unsigned header and could be "constructor".
const mappings: ReadonlyMap<string, Mapping> = new Map([
  ['orders/create', orderCompleted],
]);

/** A webhook that can be mapped, as soon as it is known what the ledger remembers of its visitor. */
export interface ReadWebhook {
  readonly status: 'readable';
  readonly payload: Json;
  readonly consent: OrderConsent;
  readonly receivedAt: number;
  readonly mapping: Mapping;
}

/** Reads a webhook, or says what becomes of it: what cannot be read is kept with the reason. */
export function readWebhook(
  webhook: Webhook,
  config: MapConfig,
): ReadWebhook | Exclude<WebhookOutcome, { status: 'mapped' }> {
  const mapping = mappings.get(webhook.topic);
  if (!mapping)
    return { status: 'ignored', reason: 'no mapping for this topic' };
  const parsed = parsePayload(webhook.body);
  if (parsed.status === 'unreadable')
    return { status: 'dead', reason: parsed.reason };
  const { payload } = parsed;
  if ((webhook.test || payload['test'] === true) && !config.sendTestOrders)
    return { status: 'ignored', reason: 'test order' };
  const { receivedAt } = webhook;
  const consent = readOrderConsent(payload, receivedAt);
  return { status: 'readable', payload, consent, receivedAt, mapping };
}

/** Turns what was read into Segment messages, each with what the person's presence in it rests on. */
export function mapRead(
  { payload, consent, receivedAt, mapping }: ReadWebhook,
  remembered: Remembered,
  config: MapConfig,
): WebhookOutcome {
  const permission = permissionOf(consent, remembered, config.consent);
  const result = mapping({
    payload,
    shop: signedShop(config.shops),
    receivedAt,
    permission,
  });
  if (result.status !== 'mapped') return result;
  const basis = permission.status === 'granted' ? permission.basis : undefined;
  return {
    status: 'mapped',
    messages: result.messages.map((message) => ({ ...freeze(message), basis })),
  };
}

/**
 * The shop that the signature vouches for: the header is not signed. Where one shop is served, the secret belongs to
 * it; where there are several, none is named, and Shopify's ids, which are unique among all shops, tell them apart.
 */
function signedShop(shops: readonly string[]): string {
  return shops.length === 1 ? (shops[0] ?? '') : '';
}
