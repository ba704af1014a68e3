import type {
  ConsentSnapshot,
  VisitorMessage,
} from '@storefront-events/plan/wire';
import type { ConsentConfig } from '../consent-settings.ts';
import { entryOf } from '../visitor.ts';
import type { LedgerEntry } from '../ledger.ts';

export const CONSENT: ConsentConfig = {
  required: ['analytics'],
  categories: ['analytics', 'marketing'],
  saleOrSharing: ['marketing'],
  onRefusal: 'restrict',
  onUnknown: 'restrict',
};

/** When the example's clock starts: five seconds after the choice. */
export const RECEIVED_AT = Date.UTC(2026, 10, 21, 10, 0, 5);

type Changes = Partial<Omit<VisitorMessage, 'consent'>> &
  Partial<ConsentSnapshot>;

/** A message of the visitor `visitor-1` with the cart `c1-abc`, who has granted everything. */
export function makeVisitorMessage({
  categoryPreferences = { analytics: true, marketing: true },
  gpc = false,
  policyVersion = '1',
  decidedAt = '2026-11-21T10:00:00.000Z',
  ...rest
}: Changes = {}): VisitorMessage {
  return {
    kind: 'choice',
    receiptId: 'receipt-1',
    cartToken: 'c1-abc',
    anonymousId: 'visitor-1',
    ...rest,
    consent: { categoryPreferences, gpc, policyVersion, decidedAt },
  };
}

/** What such a message adds to the ledger. */
export function makeEntry(
  changes: Changes = {},
  receivedAt = RECEIVED_AT,
): LedgerEntry {
  return entryOf(makeVisitorMessage(changes), receivedAt, CONSENT);
}

export const REFUSAL = { analytics: false, marketing: false };
