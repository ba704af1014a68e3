import { convert, divide, total, type Currency, type Minor } from '../money.ts';
import type { Cart, CartLine, GiftCard } from './cart.ts';
import { findDiscount, type Discount } from './discounts.ts';

/** What a cart costs in one currency, in its minor units, without shipping. */
export interface CartCost {
  readonly currency: Currency;
  readonly lines: readonly LineCost[];
  /** The lines together, after their discounts and before those of the whole cart. */
  readonly subtotal: Minor;
  readonly discounts: readonly Allocation[];
  readonly total: Minor;
  /** The codes, and whether each takes something off. */
  readonly codes: readonly {
    readonly code: string;
    readonly isApplicable: boolean;
  }[];
}

export interface LineCost {
  readonly line: CartLine;
  readonly unit: Minor;
  readonly compareAt: Minor | undefined;
  /** Before discounts. */
  readonly subtotal: Minor;
  readonly discounts: readonly Allocation[];
  readonly total: Minor;
}

/** What a discount takes off a line or a cart. */
export interface Allocation {
  readonly discount: Discount;
  readonly amount: Minor;
}

/**
 * What the cart costs. Prices are converted one by one, and everything else is reckoned from them, so that it adds up in
 * every currency. On a line the best of its discounts counts; what is off the order comes off after that, the first of
 * its codes only.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/CartCost
 */
export function costOf(
  { lines, discountCodes }: Pick<Cart, 'lines' | 'discountCodes'>,
  currency: Currency,
): CartCost {
  const found = discountCodes.flatMap((code) => findDiscount(code) ?? []);
  const costs = lines.map((line) => lineCost(line, found, currency));
  const subtotal = total(costs.map((cost) => cost.total));
  const discounts = orderDiscounts(found, subtotal, currency);
  const effective = new Set(
    [...costs.flatMap((cost) => cost.discounts), ...discounts].map(
      ({ discount }) => discount,
    ),
  );
  return {
    currency,
    lines: costs,
    subtotal,
    discounts,
    total: subtotal - total(discounts.map(({ amount }) => amount)),
    codes: discountCodes.map((code) => {
      const discount = findDiscount(code);
      return {
        code: discount?.code ?? code,
        isApplicable: discount !== undefined && effective.has(discount),
      };
    }),
  };
}

function lineCost(
  line: CartLine,
  found: readonly Discount[],
  currency: Currency,
): LineCost {
  const { product, variant, quantity } = line;
  const unit = convert(variant.price, currency);
  const subtotal = unit * quantity;
  const [best] = found
    .flatMap((discount): Allocation[] =>
      discount.scope === 'lines' && discount.isEntitled(product)
        ? [{ discount, amount: divide(subtotal * discount.percent, 100) }]
        : [],
    )
    .sort((a, b) => b.amount - a.amount);
  return {
    line,
    unit,
    compareAt:
      variant.compareAtPrice === undefined
        ? undefined
        : convert(variant.compareAtPrice, currency),
    subtotal,
    discounts: best ? [best] : [],
    total: subtotal - (best?.amount ?? 0),
  };
}

function orderDiscounts(
  found: readonly Discount[],
  subtotal: Minor,
  currency: Currency,
): Allocation[] {
  const discount = found.find(({ scope }) => scope === 'order');
  return discount?.scope === 'order' && subtotal > 0
    ? [
        {
          discount,
          amount: Math.min(convert(discount.amount, currency), subtotal),
        },
      ]
    : [];
}

export interface GiftCardUse {
  readonly card: GiftCard;
  readonly used: Minor;
}

/** What each gift card pays of an amount, one after the other. */
export function payByGiftCards(
  cards: readonly GiftCard[],
  due: Minor,
  currency: Currency,
): GiftCardUse[] {
  let left = due;
  return cards.map((card) => {
    const used = Math.min(convert(card.balance, currency), left);
    left -= used;
    return { card, used };
  });
}
