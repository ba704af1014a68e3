import type { Cart, Edited, GiftCard } from '../cart/cart.ts';
import { Carts } from '../cart/carts.ts';
import { setDiscountCodes } from '../cart/discounts.ts';
import { addLines, type LineInput } from '../cart/lines.ts';
import { catalogue, merchandiseOf } from '../catalogue.ts';
import { variantGid } from '../catalogue/product.ts';

export const NOW = new Date('2026-11-22T10:00:00.123Z');

/** Whatever is for sale. */
export const variantIds: readonly string[] = catalogue
  .flatMap(merchandiseOf)
  .map(({ variant }) => variantGid(variant));

/** A cart, made of what a property test has thought of. */
export function cartOfParts(parts: {
  readonly lines: readonly LineInput[];
  readonly codes: readonly string[];
  readonly cards: readonly GiftCard[];
  readonly countryCode: string;
}): Cart {
  const blank = new Carts(() => NOW).blank(parts.countryCode);
  const filled = changed(addLines(blank, parts.lines));
  return { ...setDiscountCodes(filled, parts.codes), giftCards: parts.cards };
}

export function changed(edited: Edited): Cart {
  if ('errors' in edited) throw new Error(edited.errors[0]?.message);
  return edited.cart;
}
