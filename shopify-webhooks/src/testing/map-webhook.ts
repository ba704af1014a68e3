import type { Remembered } from '../consent.ts';
import { mapRead, readWebhook } from '../map/map.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { WebhookOutcome } from '../store/store.ts';
import type { Webhook } from '../webhook.ts';

/** Maps a webhook as the mapper does, with what the ledger remembers of its visitor: nothing, unless told. */
export function mapWebhook(
  webhook: Webhook,
  config: MapConfig,
  remembered: Remembered = { denials: new Map(), handover: undefined },
): WebhookOutcome {
  const read = readWebhook(webhook, config);
  return read.status === 'readable' ? mapRead(read, remembered, config) : read;
}
