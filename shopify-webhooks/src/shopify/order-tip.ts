import { sum, type Minor } from '@storefront-events/plan/money';
import { money, type Money } from './money-of.ts';
import { currencyCode, objects, type Json } from './payload.ts';

/**
 * The tip of an order. Shopify gives it in the shop's currency only, so in the customer's it is what is left of the
 * total; undefined where that cannot be known.
 *
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order: total_tip_received, which has no `_set`
 */
export function tipOf(order: Json, inMoney: Money): Minor | undefined {
  const inShop = shopMoney(order);
  const tip = inShop.read(order, 'total_tip_received') ?? 0;
  if (inMoney.choice === 'shop' || tip === 0) return tip;
  const left = leftOf(order, shippingLinesOf(order), inMoney);
  return left === undefined || left < 0 ? undefined : left;
}

/**
 * The shipping lines that an order's total has in it. An edit that takes one away may leave the total as it was: what adds
 * up counts.
 */
export function shippingLinesOf(order: Json): readonly Json[] {
  const all = objects(order['shipping_lines']);
  const kept = all.filter((line) => line['is_removed'] !== true);
  if (kept.length === all.length) return all;
  const inShop = shopMoney(order);
  const tip = inShop.read(order, 'total_tip_received') ?? 0;
  return leftOf(order, all, inShop) === tip ? all : kept;
}

/** What a shipping line costs after its discounts, with tax where prices include it. */
export function shippingPrice(line: Json, { read }: Money): Minor | undefined {
  return read(line, 'discounted_price') ?? read(line, 'price');
}

/** What is left of the total after everything but the tip. */
function leftOf(
  order: Json,
  shipping: readonly Json[],
  inMoney: Money,
): Minor | undefined {
  const { read } = inMoney;
  const total = read(order, 'total_price');
  const rest = sum([
    read(order, 'subtotal_price'),
    ...shipping.map((line) => shippingPrice(line, inMoney)),
    order['taxes_included'] === true ? 0 : read(order, 'total_tax'),
    read(order, 'original_total_duties') ?? 0,
    read(order, 'original_total_additional_fees') ?? 0,
  ]);
  return total === undefined || rest === undefined ? undefined : total - rest;
}

function shopMoney(order: Json): Money {
  return money('shop', currencyCode(order['currency']));
}
