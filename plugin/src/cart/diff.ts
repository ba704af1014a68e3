import { toDecimal } from '@storefront-events/plan/money';
import { defined } from '../products/plan-product.ts';
import type { Cart } from './cart.ts';
import {
  cartProduct,
  missingIn,
  valueOf,
  type CartEvent,
  type Units,
} from './cart-event.ts';
import { couponEvents, giftCardEvents } from './diff-codes.ts';
import { diffLines } from './diff-lines.ts';

/** A cart as far as it is known: null where it is known that there is none, undefined where nothing is known yet. */
export type KnownCart = Cart | null | undefined;

export interface DiffOptions {
  /** Told what the query left out where an event could not be made for that, by the names of the Storefront API. */
  readonly onMissing?: ((fields: readonly string[]) => void) | undefined;
}

const NOTHING: Cart = {
  id: undefined,
  updatedAt: undefined,
  currency: undefined,
  lines: [],
  discountCodes: [],
  giftCards: [],
};

/**
 * The events that lead from one cart to the next; the same two carts give the same events.
 *
 * - From undefined, or to none: nothing. A cart that is seen for the first time was filled before; one that is gone has
 *   most often been paid.
 * - From null: all that is in it.
 * - To an older state of the same cart: nothing. The answer came late.
 * - To another cart: what has come, never what has gone. Carts are replaced after an order, and when they expire.
 */
export function cartEvents(
  previous: KnownCart,
  next: KnownCart,
  options: DiffOptions = {},
): CartEvent[] {
  if (previous === undefined || !next || isOlder(next, previous)) return [];
  const before = previous ?? NOTHING;
  const events = [
    ...lineEvents(before, next, options),
    ...couponEvents(before, next),
    ...giftCardEvents(before, next),
  ];
  return isSameCart(before, next)
    ? events
    : events.filter(({ name }) => !name.endsWith('Removed'));
}

/** True for an answer that was overtaken: Shopify has changed the same cart since. */
export function isOlder(next: Cart, previous: Cart | null): boolean {
  return (
    previous?.updatedAt !== undefined &&
    next.updatedAt !== undefined &&
    isSameCart(previous, next) &&
    next.updatedAt < previous.updatedAt
  );
}

/** Whether these are states of one cart; an answer without an id is taken for the cart that is known. */
export function isSameCart(a: Cart, b: Cart): boolean {
  return a.id === undefined || b.id === undefined || a.id === b.id;
}

function lineEvents(
  previous: Cart,
  next: Cart,
  { onMissing }: DiffOptions,
): CartEvent[] {
  if (!previous.lines || !next.lines) return [];
  const { removed, added } = diffLines(previous.lines, next.lines);
  const eventsOf =
    (name: 'Product Added' | 'Product Removed') =>
    (units: Units): CartEvent[] => {
      const properties = movedProduct(units, next);
      if (!properties) onMissing?.(missingIn(units.line));
      return properties ? [{ name, properties }] : [];
    };
  return [
    ...removed.flatMap(eventsOf('Product Removed')),
    ...added.flatMap(eventsOf('Product Added')),
  ];
}

function movedProduct(units: Units, { id }: Cart) {
  const product = cartProduct(units);
  const value = valueOf(units);
  const { currency, variantId } = units.line;
  if (!product || value === undefined || currency === undefined)
    return undefined;
  const total = toDecimal(value, currency);
  return {
    ...product,
    sku: product.sku ?? variantId,
    ...defined({ cart_id: id }),
    currency,
    value: total,
    total,
    products: [product],
  };
}
