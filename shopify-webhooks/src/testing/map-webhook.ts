import type { Remembered } from '../claim.ts';
import { mapRead, readWebhook, settle } from '../map/map.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { WebhookOutcome } from '../store/store.ts';
import type { Webhook } from '../webhook.ts';

/** Nothing is remembered. */
export const NOTHING: Remembered = {
  denials: new Map(),
  handover: undefined,
  known: new Map(),
};

/** Maps a webhook as the mapper does once it need not wait, with what the ledger remembers: nothing, unless told. */
export function mapWebhook(
  webhook: Webhook,
  config: MapConfig,
  remembered: Remembered = NOTHING,
): WebhookOutcome {
  const read = readWebhook(webhook, config);
  return read.status === 'readable'
    ? settle(read, mapRead(read, remembered, config), config).outcome
    : read;
}
