import { defined } from '../defined.ts';
import {
  sum,
  toDecimal,
  toMinor,
  type Minor,
} from '@storefront-events/plan/money';
import { isObject, objects, type Json } from './payload.ts';

/** An order's money as decimals of its currency. What cannot be read is left out. */
export interface OrderAmounts {
  readonly total?: number;
  readonly subtotal?: number;
  readonly revenue?: number;
  readonly shipping?: number;
  readonly tax?: number;
  readonly tip?: number;
  readonly duties?: number;
  readonly fees?: number;
  readonly discount?: number;
}

/**
 * Reads an order's money, so that `total = subtotal + shipping + tax + tip + duties + fees`. Where a shop's prices
 * include tax, Shopify's subtotal and shipping do too; Segment's do not, so the tax is taken out of them.
 *
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order
 */
export function orderAmounts(
  order: Json,
  currency: string | undefined,
): OrderAmounts {
  const minor = (amount: unknown) => toMinor(amount, currency);
  const shippingLines = objects(order['shipping_lines']);
  const shippingTax = sum(
    shippingLines.map((line) => taxOf(line['tax_lines'], currency)),
  );
  const tax = minor(order['total_tax']);
  const included = order['taxes_included'] === true;
  const subtotal = without(
    minor(order['subtotal_price']),
    included ? without(tax, shippingTax) : 0,
  );
  const shipping = without(
    sum(shippingLines.map(shippingPrice(currency))),
    included ? shippingTax : 0,
  );
  const amounts = {
    total: minor(order['total_price']),
    subtotal,
    revenue: subtotal,
    shipping,
    tax,
    tip: orNothing(minor(order['total_tip_received'])),
    duties: orNothing(shopMoney(order['original_total_duties_set'], currency)),
    fees: orNothing(
      shopMoney(order['original_total_additional_fees_set'], currency),
    ),
    discount: minor(order['total_discounts']),
  };
  return defined(
    mapValues(amounts, (amount) =>
      amount === undefined ? undefined : toDecimal(amount, currency),
    ),
  );
}

/** The amount in the shop's own currency of a `…_set`. */
function shopMoney(
  set: unknown,
  currency: string | undefined,
): Minor | undefined {
  const money = isObject(set) ? set['shop_money'] : undefined;
  return isObject(money) ? toMinor(money['amount'], currency) : undefined;
}

function shippingPrice(currency: string | undefined) {
  return (line: Json): Minor | undefined =>
    toMinor(line['discounted_price'] ?? line['price'], currency);
}

function taxOf(
  taxLines: unknown,
  currency: string | undefined,
): Minor | undefined {
  return sum(objects(taxLines).map(({ price }) => toMinor(price, currency)));
}

function without(
  amount: Minor | undefined,
  part: Minor | undefined,
): Minor | undefined {
  return amount === undefined || part === undefined ? undefined : amount - part;
}

// A tip of nothing is no tip.
function orNothing(amount: Minor | undefined): Minor | undefined {
  return amount === 0 ? undefined : amount;
}

function mapValues<Keys extends string, From, To>(
  object: Readonly<Record<Keys, From>>,
  change: (value: From) => To,
): Record<Keys, To> {
  return Object.fromEntries(
    Object.entries<From>(object).map(([key, value]) => [key, change(value)]),
  ) as Record<Keys, To>;
}
