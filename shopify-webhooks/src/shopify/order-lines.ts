import type { DraftOf } from '@storefront-events/plan';
import type { Minor } from '@storefront-events/plan/money';
import { defined } from '../defined.ts';
import type { Money } from './money-of.ts';
import {
  numericId,
  objects,
  quantity,
  resourceId,
  text,
  type Json,
} from './payload.ts';

export type OrderProduct = NonNullable<
  DraftOf<'Order Completed'>['products']
>[number];

/** The lines of an order as Segment's products, in the order's sequence. */
export function orderLines(
  order: Json,
  money: Money,
  couponOf?: (line: Json) => string | undefined,
): OrderProduct[] {
  const included = order['taxes_included'] === true;
  const { decimal } = money;
  return objects(order['line_items']).map((line, index) => {
    const { price, discount, revenue } = moneyOfLine(line, money, included);
    return defined({
      ...product(line),
      price: decimal(price),
      quantity: quantity(line['quantity']),
      position: index + 1,
      line_item_id: lineItemId(line),
      discount: decimal(discount === 0 ? undefined : discount),
      revenue: decimal(revenue),
      coupon: couponOf?.(line),
      currency: money.currency,
    });
  });
}

/** What a line says of the product. */
export function product(line: Json) {
  const variantId = numericId(line['variant_id']);
  return {
    product_id: numericId(line['product_id']),
    variant_id: variantId,
    sku: text(line['sku']) ?? variantId,
    name: text(line['title']) ?? text(line['name']),
    variant: text(line['variant_title']),
    brand: text(line['vendor']),
    // Few lines are one, and a line with nothing undefined need not be copied.
    ...(line['gift_card'] === true && { is_gift_card: true as const }),
  };
}

export function lineItemId(line: Json): string | undefined {
  return resourceId(line, 'LineItem');
}

/** What a line earns: after its discounts, without tax. */
export function lineRevenue(
  line: Json,
  money: Money,
  taxesIncluded: boolean,
): Minor | undefined {
  return moneyOfLine(line, money, taxesIncluded).revenue;
}

/** What one unit costs, what is off the whole line, and what it earns. */
function moneyOfLine(line: Json, money: Money, taxesIncluded: boolean) {
  const price = money.read(line, 'price');
  const units = quantity(line['quantity']);
  const discount = sumOf(line, 'discount_allocations', 'amount', money);
  const tax = taxesIncluded ? sumOf(line, 'tax_lines', 'price', money) : 0;
  const isKnown =
    price !== undefined &&
    units !== undefined &&
    discount !== undefined &&
    tax !== undefined;
  return {
    price,
    discount,
    revenue: isKnown ? price * units - discount - tax : undefined,
  };
}

function sumOf(
  line: Json,
  list: string,
  field: string,
  { read }: Money,
): Minor | undefined {
  let total = 0;
  for (const item of objects(line[list])) {
    const amount = read(item, field);
    if (amount === undefined) return undefined;
    total += amount;
  }
  return total;
}
