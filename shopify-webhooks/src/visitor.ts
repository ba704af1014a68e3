import { isGranted, type VisitorMessage } from '@storefront-events/plan/wire';
import type { ConsentConfig } from './consent-settings.ts';
import {
  cartSubject,
  CLOCK_TOLERANCE_MS,
  deniedBy,
  visitorSubject,
  type LedgerEntry,
} from './ledger.ts';

/**
 * What a visitor's message adds to the ledger. Nobody has signed it, so whoever knows a cart token or an anonymous id may
 * have sent it: it can deny, and it can fill an empty identity. What it grants beyond that is kept as a receipt only.
 *
 * @param receivedAt milliseconds since 1970
 */
export function entryOf(
  {
    kind,
    receiptId,
    cartToken,
    anonymousId,
    consent,
    ...asked
  }: VisitorMessage,
  receivedAt: number,
  config: ConsentConfig,
): LedgerEntry {
  const { categoryPreferences, gpc, policyVersion, decidedAt } = consent;
  const granted = isGranted(categoryPreferences, config.required);
  const cart = cartToken === undefined ? undefined : cartSubject(cartToken);
  const visitor =
    anonymousId === undefined ? undefined : visitorSubject(anonymousId);
  const latest = receivedAt + CLOCK_TOLERANCE_MS;
  return {
    receivedAt,
    receipt:
      kind === 'choice'
        ? {
            receiptId,
            receivedAt,
            decidedAt,
            categories: categoryPreferences,
            model: asked.model,
            gpc,
            policyVersion,
            platform: asked.platform,
            anonymousId: granted ? anonymousId : undefined,
          }
        : undefined,
    denial: {
      subjects: [cart, visitor].filter((one) => one !== undefined),
      categories: deniedBy(categoryPreferences, config),
      at: Math.max(0, Math.min(Date.parse(decidedAt), latest)),
    },
    withdrawn: !granted,
    handover:
      kind === 'handover' && granted && cart && visitor && anonymousId
        ? { cart, visitor, anonymousId, categoryPreferences }
        : undefined,
  };
}
