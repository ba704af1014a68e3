import { defined } from '../products/plan-product.ts';
import type { Cart, DiscountCode, GiftCard } from './cart.ts';
import type { CartEvent } from './cart-event.ts';

/**
 * What discount codes did. A code is applied while it takes something off; one that cannot is denied when it comes. Over
 * time, a code's Applied less its Removed is 1 while it is applied and 0 while it is not: one that stops to apply because
 * too little is in the cart is removed, and applied again when it applies again.
 */
export function couponEvents(previous: Cart, next: Cart): CartEvent[] {
  if (!previous.discountCodes || !next.discountCodes) return [];
  const before = byCode(previous.discountCodes);
  const after = byCode(next.discountCodes);
  const left = [...before].flatMap(([key, was]): CartEvent[] =>
    was.isApplicable && !after.get(key)?.isApplicable
      ? [{ name: 'Coupon Removed', properties: coupon(was, next, true) }]
      : [],
  );
  const came = [...after].flatMap(([key, is]): CartEvent[] => {
    const was = before.get(key);
    if (is.isApplicable)
      return was?.isApplicable
        ? []
        : [{ name: 'Coupon Applied', properties: coupon(is, next, true) }];
    // Shopify says of every code that it does not apply to an empty cart: that is no refusal yet.
    const isNew = !was || (previous.lines?.length === 0 && !was.isApplicable);
    return isNew && next.lines?.length !== 0
      ? [{ name: 'Coupon Denied', properties: coupon(is, next, false) }]
      : [];
  });
  return [...left, ...came];
}

/** Shopify does not distinguish capitals in codes. */
function byCode(codes: readonly DiscountCode[]): Map<string, DiscountCode> {
  return new Map(codes.map((code) => [code.code.toLowerCase(), code]));
}

function coupon(
  { code, discount }: DiscountCode,
  { id }: Cart,
  takesOff: boolean,
) {
  return {
    coupon_id: code,
    ...defined({ cart_id: id, discount: takesOff ? discount : undefined }),
  };
}

/** Gift cards that pay now and did not, or no longer pay. How much they pay changes with the cart, and is no event. */
export function giftCardEvents(previous: Cart, next: Cart): CartEvent[] {
  if (!previous.giftCards || !next.giftCards) return [];
  const gone = missingFrom(next.giftCards, previous.giftCards);
  const came = missingFrom(previous.giftCards, next.giftCards);
  return [
    ...gone.map((card): CartEvent => ({
      name: 'Gift Card Removed',
      properties: giftCard(card, next),
    })),
    ...came.map((card): CartEvent => ({
      name: 'Gift Card Applied',
      properties: giftCard(card, next),
    })),
  ];
}

function missingFrom(
  some: readonly GiftCard[],
  others: readonly GiftCard[],
): readonly GiftCard[] {
  return others.filter(({ id }) => !some.some((card) => card.id === id));
}

function giftCard(card: GiftCard, cart: Cart) {
  return {
    gift_card_id: card.id,
    ...defined({
      gift_card_last_characters: card.lastCharacters,
      cart_id: cart.id,
      amount_used: card.amountUsed,
    }),
  };
}
