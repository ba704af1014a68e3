import type { Webhook } from '../webhook.ts';
import type {
  LeasedMessage,
  LeasedWebhook,
  MessageOutcome,
  Settled,
} from './store.ts';

/** What says that a webhook is leased, and is needed to settle it. Its body is not. */
export interface WebhookLease {
  readonly webhook: Pick<Webhook, 'key' | 'shop' | 'receivedAt'>;
  readonly lease: string;
}

export type SettledWebhook = Omit<Settled, 'leased'> & {
  readonly leased: WebhookLease;
};

/** What became of the settling of a webhook: see `Store.settleWebhooks`. */
export type Became = 'settled' | 'erased' | 'not ours';

export type MessageLease = Pick<LeasedMessage, 'messageId' | 'lease'>;

export interface SettledMessage {
  readonly leased: MessageLease;
  readonly outcome: MessageOutcome;
}

export function webhookLease({
  webhook: { key, shop, receivedAt },
  lease,
}: LeasedWebhook): WebhookLease {
  return { webhook: { key, shop, receivedAt }, lease };
}

export function messageLease({
  messageId,
  lease,
}: LeasedMessage): MessageLease {
  return { messageId, lease };
}
