import {
  CART_ATTRIBUTE,
  decodeConsent,
  encodeConsent,
  type CartAttribute,
} from '@storefront-events/plan/wire';
import type { Consent } from '../consent/consent.ts';

const OURS: readonly string[] = Object.values(CART_ATTRIBUTE);

/**
 * What the cart's attributes must be, given what they are. Shopify replaces the whole list on every write, so the
 * shop's own attributes are carried over. Returns the same array if nothing has to be written.
 *
 * Unknown: none of ours. Refused: the snapshot only. Granted: the anonymous id too.
 */
export function cartAttributes(
  current: readonly CartAttribute[],
  consent: Consent,
  anonymousId: string | undefined,
): readonly CartAttribute[] {
  if (isNewer(current, consent)) return current;
  const ours = handover(consent, anonymousId);
  const unchanged =
    current.filter(({ key }) => OURS.includes(key)).length === ours.length &&
    ours.every(({ key, value }) =>
      current.some((other) => other.key === key && other.value === value),
    );
  return unchanged
    ? current
    : current.filter(({ key }) => !OURS.includes(key)).concat(ours);
}

/** True where the cart carries a later choice than ours: another tab has written it. */
function isNewer(current: readonly CartAttribute[], consent: Consent): boolean {
  const text = current.find(({ key }) => key === CART_ATTRIBUTE.consent)?.value;
  const reading = decodeConsent(text);
  return (
    consent.status !== 'unknown' &&
    reading.status === 'decided' &&
    Date.parse(reading.consent.decidedAt) > Date.parse(consent.decidedAt)
  );
}

function handover(
  consent: Consent,
  anonymousId: string | undefined,
): CartAttribute[] {
  if (consent.status === 'unknown') return [];
  const snapshot = {
    key: CART_ATTRIBUTE.consent,
    value: encodeConsent(consent),
  };
  return anonymousId === undefined
    ? [snapshot]
    : [snapshot, { key: CART_ATTRIBUTE.anonymousId, value: anonymousId }];
}
