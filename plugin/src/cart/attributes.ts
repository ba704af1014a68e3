import {
  CART_ATTRIBUTE,
  decodeConsent,
  encodeConsent,
  type CartAttribute,
} from '@storefront-events/plan/wire';
import type { Visitor } from '../consent/consent.ts';

/** What a cart carries of a visitor. */
type HandedOver = Pick<Visitor, 'consent' | 'anonymousId' | 'campaign'>;

const OURS: readonly string[] = Object.values(CART_ATTRIBUTE);

/**
 * What the cart's attributes must be, given what they are. Shopify replaces the whole list on every write, so the
 * shop's own attributes are carried over. Returns the same array if nothing has to be written.
 *
 * Unknown: none of ours. Refused: the snapshot only. Granted: the anonymous id and the campaign too.
 */
export function cartAttributes(
  current: readonly CartAttribute[],
  visitor: HandedOver,
): readonly CartAttribute[] {
  if (outranks(current, visitor)) return current;
  const ours = handover(visitor);
  const unchanged =
    current.filter(({ key }) => OURS.includes(key)).length === ours.length &&
    ours.every(({ key, value }) =>
      current.some((other) => other.key === key && other.value === value),
    );
  return unchanged
    ? current
    : current.filter(({ key }) => !OURS.includes(key)).concat(ours);
}

/**
 * True where what the cart carries counts more than ours: a later choice, which another tab has written, or any no
 * where ours is only what silence is taken for. A no of ours is always written.
 */
function outranks(
  current: readonly CartAttribute[],
  { consent, anonymousId }: HandedOver,
): boolean {
  const text = current.find(({ key }) => key === CART_ATTRIBUTE.consent)?.value;
  const reading = decodeConsent(text);
  if (
    consent.status === 'unknown' ||
    anonymousId === undefined ||
    reading.status !== 'decided'
  )
    return false;
  const { decidedAt, categoryPreferences } = reading.consent;
  return consent.status === 'implied'
    ? Object.values(categoryPreferences).includes(false)
    : Date.parse(decidedAt) > Date.parse(consent.decidedAt);
}

function handover({
  consent,
  anonymousId,
  campaign,
}: HandedOver): CartAttribute[] {
  if (consent.status === 'unknown') return [];
  const attributes = {
    [CART_ATTRIBUTE.consent]: encodeConsent({
      ...consent,
      implied: consent.status === 'implied',
    }),
    ...(anonymousId !== undefined && {
      [CART_ATTRIBUTE.anonymousId]: anonymousId,
      ...(campaign !== undefined && { [CART_ATTRIBUTE.campaign]: campaign }),
    }),
  };
  return Object.entries(attributes).map(([key, value]) => ({ key, value }));
}
