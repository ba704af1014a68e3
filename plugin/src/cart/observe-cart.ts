import type { Cart } from './cart.ts';
import type { CartEvent } from './cart-event.ts';
import {
  cartEvents,
  isOlder,
  isSameCart,
  type DiffOptions,
  type KnownCart,
} from './diff.ts';

/** What is remembered of a cart between two answers. */
export interface CartMemory {
  readonly cart: KnownCart;
  /** A change has been answered without the lines: what is read next shows what it did. */
  readonly isBehind: boolean;
  /** The number of the request whose answer was taken last. */
  readonly request: number;
}

export const NO_MEMORY: CartMemory = {
  cart: undefined,
  isBehind: false,
  request: 0,
};

/** A cart in an answer. Null: there is none, or none any more. */
export interface Sighting {
  /**
   * What was asked for. What is only `read` may have been changed in another tab, by a sign-in, or by Shopify: this page
   * tells what it did itself.
   */
  readonly by: 'read' | 'change' | 'create';
  readonly cart: Cart | null;
  /** Requests are numbered as they are made, so that an answer that was overtaken can be told. */
  readonly request?: number | undefined;
}

/** What an answer tells, and what is remembered of it. */
export function observeCart(
  memory: CartMemory,
  { by, cart, request = memory.request }: Sighting,
  options?: DiffOptions,
): { readonly memory: CartMemory; readonly events: readonly CartEvent[] } {
  if (!cart) return { memory: { cart, isBehind: false, request }, events: [] };
  // Before a cart is created there is none, even if nobody has looked.
  const known = by === 'create' ? (memory.cart ?? null) : memory.cart;
  if (known && isOlder(cart, known)) return { memory, events: [] };
  if (known && isOvertaken(cart, known, request - memory.request))
    return { memory: { ...memory, isBehind: true }, events: [] };
  const isTold = by !== 'read' || memory.isBehind;
  return {
    memory: {
      cart: withKnown(cart, known),
      isBehind: isTold && !cart.lines,
      request,
    },
    events: isTold ? cartEvents(known, cart, options) : [],
  };
}

/** True for an answer to an earlier request than the last, where Shopify's times do not tell which is newer. */
function isOvertaken(next: Cart, known: Cart, requestsSince: number): boolean {
  const isNewer =
    next.updatedAt !== undefined &&
    known.updatedAt !== undefined &&
    next.updatedAt > known.updatedAt;
  return requestsSince < 0 && !isNewer && isSameCart(next, known);
}

/** A cart with what its answer left out and was known before. */
function withKnown(cart: Cart, known: KnownCart): Cart {
  if (known === null)
    return {
      ...cart,
      lines: cart.lines ?? [],
      discountCodes: cart.discountCodes ?? [],
      giftCards: cart.giftCards ?? [],
    };
  if (!known || !isSameCart(cart, known)) return cart;
  return {
    id: cart.id ?? known.id,
    updatedAt: cart.updatedAt ?? known.updatedAt,
    currency: cart.currency ?? known.currency,
    lines: cart.lines ?? known.lines,
    discountCodes: cart.discountCodes ?? known.discountCodes,
    giftCards: cart.giftCards ?? known.giftCards,
  };
}
