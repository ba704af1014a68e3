import { toDecimal, toMinor, type Minor } from '@storefront-events/plan/money';
import { isObject, type Json } from './payload.ts';

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
