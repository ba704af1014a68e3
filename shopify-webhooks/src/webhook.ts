import { createHash } from 'node:crypto';

/** A verified Shopify request, as it is kept. Only the body is signed: the rest are hints. */
export interface Webhook {
  /** The same for every delivery of the same thing: see `webhookKey`. */
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  /** Shopify marks the deliveries of its "Send test notification" button. */
  readonly test: boolean;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

/**
 * Tells deliveries apart. The webhook id alone would let one captured request be replayed under another topic, and two
 * bodies under one id overwrite each other, so the body and the topic are part of it.
 */
export function webhookKey(input: {
  readonly topic: string;
  readonly shop: string;
  readonly webhookId: string;
  readonly body: Uint8Array;
}): string {
  const hash = createHash('sha256');
  for (const part of [input.topic, input.shop, input.webhookId])
    hash.update(part).update('\0');
  return hash.update(input.body).digest('hex');
}
