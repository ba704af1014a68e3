/**
 * The cart attributes that carry a visitor's choice to the checkout and come back on the order as `note_attributes`.
 * Shopify hides names with a leading underscore from customers.
 */
export const CART_ATTRIBUTE = {
  /** The consent snapshot, see `encodeConsent`. Written once the visitor has decided. */
  consent: '_storefront_consent',
  /** Segment's anonymous id. Written after a grant only. */
  anonymousId: '_storefront_anonymous_id',
  /** The campaign of the visitor's session, see `encodeCampaign`. Written after a grant only. */
  campaign: '_storefront_campaign',
} as const;

/** One attribute of a Storefront API cart. */
export interface CartAttribute {
  readonly key: string;
  readonly value: string;
}

/** Longer ones are not ours. */
const MAX_ANONYMOUS_ID_LENGTH = 100;

/** True for text that can be an anonymous id: visible ASCII, not longer than 100 characters. */
export function isAnonymousId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= MAX_ANONYMOUS_ID_LENGTH &&
    /^[\x21-\x7e]+$/.test(value)
  );
}
