import { money, type CurrencyChoice, type Money } from './money-of.ts';
import { tipOf } from './order-tip.ts';
import { currencyCode, objects, type Json } from './payload.ts';

/**
 * The money of an order. The customer's currency only if everything has it: one order is never told of in two.
 *
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order: the `_set` fields
 */
export function moneyOfOrder(order: Json, choice: CurrencyChoice): Money {
  const shop = currencyCode(order['currency']);
  const seen = currencyCode(order['presentment_currency']);
  if (choice === 'shop' || seen === undefined || seen === shop)
    return money('shop', shop);
  const inTheirs = money('presentment', seen);
  const { read } = inTheirs;
  const hasAll =
    ['total_price', 'subtotal_price', 'total_tax', 'total_discounts'].every(
      (field) => read(order, field) !== undefined,
    ) &&
    tipOf(order, inTheirs) !== undefined &&
    objects(order['line_items']).every(
      (line) => read(line, 'price') !== undefined,
    );
  return hasAll ? inTheirs : money('shop', shop);
}
