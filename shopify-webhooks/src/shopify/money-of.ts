import { toDecimal, toMinor, type Minor } from '@storefront-events/plan/money';
import { currencyCode, isObject, objects, type Json } from './payload.ts';

/** Which of an order's two currencies its amounts are read in: the shop's, or the one that the customer saw. */
export type CurrencyChoice = 'shop' | 'presentment';

/** How the amounts of one order are read, all in one currency. */
export interface Money {
  readonly choice: CurrencyChoice;
  readonly currency: string | undefined;
  /** The amount of a field, from the field itself or from its `…_set`; undefined if it cannot be read. */
  readonly read: (resource: Json, field: string) => Minor | undefined;
  /** As Segment wants it. */
  readonly decimal: (minor: Minor | undefined) => number | undefined;
}

export function money(
  choice: CurrencyChoice,
  currency: string | undefined,
): Money {
  const ofSet = (resource: Json, field: string) => {
    const set = resource[`${field}_set`];
    const part = isObject(set) ? set[`${choice}_money`] : undefined;
    return isObject(part) ? toMinor(part['amount'], currency) : undefined;
  };
  return {
    choice,
    currency,
    // Without a set, amounts are in the shop's currency.
    read:
      choice === 'presentment'
        ? ofSet
        : (resource, field) =>
            toMinor(resource[field], currency) ?? ofSet(resource, field),
    decimal: (minor) =>
      minor === undefined ? undefined : toDecimal(minor, currency),
  };
}

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
    objects(order['line_items']).every(
      (line) => read(line, 'price') !== undefined,
    );
  return hasAll ? inTheirs : money('shop', shop);
}
