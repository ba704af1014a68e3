import { refused, type Cart, type Edited, type GiftCard } from './cart.ts';

export const GIFT_CARDS: readonly GiftCard[] = [
  {
    id: 'gid://shopify/AppliedGiftCard/548380101',
    code: 'GIFT25TEA',
    balance: 2500,
  },
];

/** All that is shown of a card's code. */
export function lastCharacters({ code }: GiftCard): string {
  return code.slice(-4).toLowerCase();
}

/**
 * Replaces the cards.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/mutations/cartGiftCardCodesUpdate
 */
export function updateGiftCards(cart: Cart, codes: readonly string[]): Edited {
  return addGiftCards({ ...cart, giftCards: [] }, codes);
}

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartGiftCardCodesAdd */
export function addGiftCards(cart: Cart, codes: readonly string[]): Edited {
  const cards = new Set(cart.giftCards);
  for (const [index, code] of codes.entries()) {
    const wanted = code.replaceAll(/[\s-]/g, '').toUpperCase();
    const card = GIFT_CARDS.find((each) => each.code === wanted);
    if (!card)
      return refused('The gift card code is invalid.', [
        'giftCardCodes',
        String(index),
      ]);
    cards.add(card);
  }
  return { cart: { ...cart, giftCards: [...cards] }, warnings: [] };
}

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartGiftCardCodesRemove */
export function removeGiftCards(cart: Cart, ids: readonly string[]): Edited {
  const missing = ids.findIndex(
    (id) => !cart.giftCards.some((card) => card.id === id),
  );
  return missing === -1
    ? {
        cart: {
          ...cart,
          giftCards: cart.giftCards.filter(({ id }) => !ids.includes(id)),
        },
        warnings: [],
      }
    : refused('The cart has no such gift card.', [
        'appliedGiftCardIds',
        String(missing),
      ]);
}
