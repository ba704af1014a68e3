import type { EventName, PropertiesOf } from '@storefront-events/plan';
import { toDecimal, type Minor } from '@storefront-events/plan/money';
import { defined, type PlanProduct } from '../products/plan-product.ts';
import type { CartLine } from './cart.ts';

export type CartEventName =
  | 'Product Added'
  | 'Product Removed'
  | 'Coupon Applied'
  | 'Coupon Denied'
  | 'Coupon Removed'
  | 'Gift Card Applied'
  | 'Gift Card Removed'
  | 'Cart Viewed';

/** An event about a cart, with the properties that the plan gives it. */
export type CartEvent<Name extends CartEventName = CartEventName> = {
  readonly [Each in Name]: {
    readonly name: Each;
    readonly properties: PropertiesOf<Each>;
  };
}[Name];

/** The function that reports events: `getStorefront().track`, or one's own. */
export type Track = <Name extends EventName<'front-end'>>(
  event: Name,
  properties: PropertiesOf<Name>,
) => void;

/** Reports events in their order. */
export function report(track: Track, events: readonly CartEvent[]): void {
  // Name and properties belong together, which TypeScript does not follow through a union.
  const loose = track as (name: string, properties: object) => void;
  for (const { name, properties } of events) loose(name, properties);
}

/** A part of a cart's lines: so many units of one of them, at what they cost there. */
export interface Units {
  readonly line: CartLine;
  readonly quantity: number;
}

/** What units of a line cost: their share of the line, so that all of them cost exactly what it does. */
export function valueOf({ line, quantity }: Units): Minor | undefined {
  return line.total === undefined
    ? undefined
    : Math.round((line.total * quantity) / line.quantity);
}

type CartProduct = PropertiesOf<'Product Added'>['products'][number];

/** Units of a line as the plan's product; undefined if the query did not ask for what the plan requires. */
export function cartProduct(units: Units): CartProduct | undefined {
  const { line, quantity } = units;
  const each = valueOf({ line, quantity: 1 });
  const product: Partial<PlanProduct> = defined({
    ...line.product,
    price: each === undefined ? undefined : toDecimal(each, line.currency),
    quantity,
  });
  return missingIn(line).length > 0 ? undefined : (product as CartProduct);
}

/** What a line lacks of what the plan requires, by the names of the Storefront API. */
export function missingIn({ product, total, currency }: CartLine): string[] {
  return [
    ...(product.product_id === undefined ? ['merchandise.product.id'] : []),
    ...(product.name === undefined ? ['merchandise.product.title'] : []),
    ...(total === undefined || currency === undefined
      ? ['cost.totalAmount { amount currencyCode }']
      : []),
  ];
}
