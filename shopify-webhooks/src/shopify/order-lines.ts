import type { DraftOf } from '@storefront-events/plan';
import { sum, type Minor } from '@storefront-events/plan/money';
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
  const { read, decimal } = money;
  return objects(order['line_items']).map((line, index) => {
    const discount = discountOf(line, money);
    return defined({
      ...product(line),
      price: decimal(read(line, 'price')),
      quantity: quantity(line['quantity']),
      position: index + 1,
      line_item_id: lineItemId(line),
      discount: decimal(discount === 0 ? undefined : discount),
      revenue: decimal(lineRevenue(line, money, included)),
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
    is_gift_card: line['gift_card'] === true ? true : undefined,
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
  const price = money.read(line, 'price');
  const units = quantity(line['quantity']);
  const tax = taxesIncluded ? sumOf(line, 'tax_lines', 'price', money) : 0;
  return price === undefined || units === undefined
    ? undefined
    : sum([price * units, negated(discountOf(line, money)), negated(tax)]);
}

function discountOf(line: Json, money: Money): Minor | undefined {
  return sumOf(line, 'discount_allocations', 'amount', money);
}

function sumOf(
  line: Json,
  list: string,
  field: string,
  { read }: Money,
): Minor | undefined {
  return sum(objects(line[list]).map((item) => read(item, field)));
}

function negated(amount: Minor | undefined): Minor | undefined {
  return amount === undefined ? undefined : -amount;
}
