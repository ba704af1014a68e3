import type { DraftOf } from '@storefront-events/plan';
import {
  sum,
  toDecimal,
  toMinor,
  type Minor,
} from '@storefront-events/plan/money';
import { defined } from '../defined.ts';
import {
  numericId,
  objects,
  quantity,
  resourceId,
  text,
  type Json,
} from './payload.ts';

type OrderProduct = NonNullable<DraftOf<'Order Completed'>['products']>[number];

/** The lines of an order as Segment's products, in the order's sequence. */
export function orderLines(
  order: Json,
  currency: string | undefined,
): OrderProduct[] {
  const included = order['taxes_included'] === true;
  const decimal = (amount: Minor | undefined) =>
    amount === undefined ? undefined : toDecimal(amount, currency);
  return objects(order['line_items']).map((line, index) => {
    const variantId = numericId(line['variant_id']);
    const units = quantity(line['quantity']);
    const price = toMinor(line['price'], currency);
    const discount = sumOf(line['discount_allocations'], 'amount', currency);
    const tax = included ? sumOf(line['tax_lines'], 'price', currency) : 0;
    const revenue =
      price === undefined || units === undefined
        ? undefined
        : sum([price * units, negated(discount), negated(tax)]);
    return defined({
      product_id: numericId(line['product_id']),
      variant_id: variantId,
      sku: text(line['sku']) ?? variantId,
      name: text(line['title']) ?? text(line['name']),
      variant: text(line['variant_title']),
      brand: text(line['vendor']),
      price: decimal(price),
      quantity: units,
      position: index + 1,
      line_item_id: resourceId(line, 'LineItem'),
      discount: decimal(discount === 0 ? undefined : discount),
      revenue: decimal(revenue),
    });
  });
}

function sumOf(
  list: unknown,
  key: string,
  currency: string | undefined,
): Minor | undefined {
  return sum(objects(list).map((item) => toMinor(item[key], currency)));
}

function negated(amount: Minor | undefined): Minor | undefined {
  return amount === undefined ? undefined : -amount;
}
