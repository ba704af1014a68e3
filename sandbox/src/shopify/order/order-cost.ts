import type { Cart } from '../cart/cart.ts';
import {
  costOf,
  payByGiftCards,
  type Allocation,
  type CartCost,
  type GiftCardUse,
} from '../cart/cost.ts';
import type { Product } from '../catalogue/product.ts';
import type { Country } from '../markets.ts';
import {
  convert,
  divide,
  shareOut,
  total,
  type Currency,
  type Minor,
} from '../money.ts';
import { SHOP } from '../shop.ts';

/** What an order costs in one currency, in its minor units. */
export interface OrderCost {
  readonly cart: CartCost;
  /** As many as the cart has, in the same order. */
  readonly lines: readonly OrderLineCost[];
  readonly shipping: Minor;
  readonly shippingTax: Tax | undefined;
  /** Off the lines, whether by line or by order. */
  readonly discount: Minor;
  /** The lines after every discount. */
  readonly subtotal: Minor;
  /** Contained in the prices, not added to them. */
  readonly tax: Minor;
  readonly total: Minor;
  readonly giftCards: readonly GiftCardUse[];
  /** What is left to be paid in another way. */
  readonly due: Minor;
}

export interface OrderLineCost {
  /** The line's own, and its share of what is off the order. */
  readonly discounts: readonly Allocation[];
  readonly tax: Tax | undefined;
}

export interface Tax {
  readonly percent: number;
  readonly amount: Minor;
}

/** Germany's rates: the reduced one for tea, the standard one for the rest. */
const STANDARD_RATE = 19;
const REDUCED_RATE = 7;

/**
 * What the order of a cart costs. It holds that subtotal = Σ price × quantity − discount, and total = subtotal +
 * shipping: taxes are contained, as in European prices, or there are none.
 */
export function orderCost(
  cart: Cart,
  country: Country,
  currency: Currency,
): OrderCost {
  const cost = costOf(cart, currency);
  const lines = orderLines(cost, country);
  const shipping = convert(SHOP.shipping, currency);
  const shippingTax = containedTax(shipping, STANDARD_RATE, country);
  const lineTax = lines.map(({ tax }) => tax?.amount ?? 0);
  const sum = cost.total + shipping;
  const giftCards = payByGiftCards(cart.giftCards, sum, currency);
  return {
    cart: cost,
    lines,
    shipping,
    shippingTax,
    discount: total(
      lines.flatMap(({ discounts }) => discounts.map(({ amount }) => amount)),
    ),
    subtotal: cost.total,
    tax: total(lineTax) + (shippingTax?.amount ?? 0),
    total: sum,
    giftCards,
    due: sum - total(giftCards.map(({ used }) => used)),
  };
}

/** Webhooks know discounts by line only: what is off the order is shared out by what the lines cost. */
function orderLines(cost: CartCost, country: Country): OrderLineCost[] {
  const weights = cost.lines.map((line) => line.total);
  const shared = cost.discounts.map(({ discount, amount }) => ({
    discount,
    shares: shareOut(amount, weights),
  }));
  return cost.lines.map((line, index) => {
    const ofOrder = shared.map(({ discount, shares }) => ({
      discount,
      amount: shares[index] ?? 0,
    }));
    const discounts = [...line.discounts, ...ofOrder];
    const paid = line.subtotal - total(discounts.map(({ amount }) => amount));
    return {
      discounts,
      tax: containedTax(paid, rateOf(line.line.product), country),
    };
  });
}

function rateOf({ productType }: Product): number {
  return productType === 'Teaware' ? STANDARD_RATE : REDUCED_RATE;
}

function containedTax(
  price: Minor,
  percent: number,
  { hasTax }: Country,
): Tax | undefined {
  return hasTax
    ? { percent, amount: divide(price * percent, 100 + percent) }
    : undefined;
}

/** Taxes of one rate together, the lowest rate first. */
export function taxesByRate({ lines, shippingTax }: OrderCost): Tax[] {
  const taxes = [...lines.map(({ tax }) => tax), shippingTax].filter(
    (tax) => tax !== undefined,
  );
  return [...Map.groupBy(taxes, ({ percent }) => percent)]
    .map(([percent, some]) => ({
      percent,
      amount: total(some.map(({ amount }) => amount)),
    }))
    .sort((a, b) => a.percent - b.percent);
}
