import { CART_ATTRIBUTE, encodeConsent } from '@storefront-events/plan/wire';

/** The attributes that a storefront puts on the cart, as they come back on an order. */
export function noteAttributes(
  categoryPreferences: Readonly<Record<string, boolean>>,
  anonymousId?: string,
  decidedAt = '2026-11-21T10:00:00.000Z',
): { name: string; value: string }[] {
  const consent = encodeConsent({
    categoryPreferences,
    gpc: false,
    policyVersion: '1',
    decidedAt,
  });
  return [
    { name: CART_ATTRIBUTE.consent, value: consent },
    ...(anonymousId === undefined
      ? []
      : [{ name: CART_ATTRIBUTE.anonymousId, value: anonymousId }]),
  ];
}
