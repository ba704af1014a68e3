import type { PropertiesOf } from '@storefront-events/plan';
import { defined } from '../defined.ts';
import { sum, toDecimal, toMinor } from '../money.ts';
import {
  numericId,
  objects,
  quantity,
  resourceId,
  text,
  type Json,
} from './payload.ts';

type OrderProduct = PropertiesOf<'Order Completed'>['products'][number];

/** The lines of an order as Segment's products, in the order's sequence. */
export function orderLines(
  order: Json,
  currency: string | undefined,
): OrderProduct[] {
  return objects(order['line_items']).map((line, index) => {
    const variantId = numericId(line['variant_id']);
    const price = toMinor(line['price'], currency);
    const discount = sum(
      objects(line['discount_allocations']).map(({ amount }) =>
        toMinor(amount, currency),
      ),
    );
    return defined({
      product_id: numericId(line['product_id']),
      variant_id: variantId,
      sku: text(line['sku']) ?? variantId,
      name: text(line['title']) ?? text(line['name']),
      variant: text(line['variant_title']),
      brand: text(line['vendor']),
      price: price === undefined ? undefined : toDecimal(price, currency),
      quantity: quantity(line['quantity']),
      position: index + 1,
      line_item_id: resourceId(line),
      discount:
        discount === undefined || discount === 0
          ? undefined
          : toDecimal(discount, currency),
    });
  });
}
