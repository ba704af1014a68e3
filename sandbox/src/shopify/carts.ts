import { randomBytes } from 'node:crypto';
import { catalogue, type Product, type Variant } from './catalogue.ts';

export interface Cart {
  readonly token: string;
  readonly key: string;
  lines: CartLine[];
  /** Replaced as a whole by every update, as Shopify does. */
  attributes: readonly Attribute[];
}

export interface CartLine {
  readonly id: string;
  readonly product: Product;
  readonly variant: Variant;
  quantity: number;
}

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

export interface LineInput {
  readonly merchandiseId: string;
  readonly quantity: number;
}

/** Shopify keeps at most this many attributes on a cart. */
const MAX_ATTRIBUTES = 250;

/** What a customer may have asked wrongly: it becomes a `userErrors` entry. */
export class CartError extends Error {}

/** The carts of the local shop, in memory. */
export class Carts {
  readonly #carts = new Map<string, Cart>();

  create(lines: readonly LineInput[], attributes: readonly Attribute[]): Cart {
    const cart: Cart = {
      token: `c1-${randomBytes(12).toString('hex')}`,
      key: randomBytes(16).toString('hex'),
      lines: [],
      attributes: [],
    };
    this.#carts.set(cart.token, cart);
    this.setAttributes(cart, attributes);
    return this.addLines(cart, lines);
  }

  /** @param id a cart's global id, or its token */
  find(id: string): Cart | undefined {
    const token = /^gid:\/\/shopify\/Cart\/([^?]+)/.exec(id)?.[1] ?? id;
    return this.#carts.get(token);
  }

  /** A variant that is in the cart already gets more of it rather than a second line. */
  addLines(cart: Cart, lines: readonly LineInput[]): Cart {
    for (const { merchandiseId, quantity } of lines) {
      if (quantity < 1) throw new CartError('The quantity must be 1 or more.');
      const existing = cart.lines.find(
        ({ variant }) => variantGid(variant) === merchandiseId,
      );
      if (existing) existing.quantity += quantity;
      else cart.lines.push(newLine(merchandiseId, quantity));
    }
    return cart;
  }

  updateLines(
    cart: Cart,
    lines: readonly { readonly id: string; readonly quantity: number }[],
  ): Cart {
    for (const { id, quantity } of lines) {
      const line = cart.lines.find((other) => other.id === id);
      if (!line) throw new CartError('The cart has no such line.');
      line.quantity = quantity;
    }
    cart.lines = cart.lines.filter(({ quantity }) => quantity > 0);
    return cart;
  }

  setAttributes(cart: Cart, attributes: readonly Attribute[]): Cart {
    if (attributes.length > MAX_ATTRIBUTES)
      throw new CartError(
        `A cart has at most ${String(MAX_ATTRIBUTES)} attributes.`,
      );
    cart.attributes = attributes.map(({ key, value }) => ({ key, value }));
    return cart;
  }
}

function newLine(merchandiseId: string, quantity: number): CartLine {
  for (const product of catalogue) {
    const variant = product.variants.find(
      (other) => variantGid(other) === merchandiseId,
    );
    if (variant)
      return {
        id: `gid://shopify/CartLine/${randomBytes(8).toString('hex')}`,
        product,
        variant,
        quantity,
      };
  }
  throw new CartError('There is no such merchandise.');
}

export function variantGid({ id }: Variant): string {
  return `gid://shopify/ProductVariant/${id}`;
}

export function cartGid({ token, key }: Cart): string {
  return `gid://shopify/Cart/${token}?key=${key}`;
}

/** The lines together, in minor units. */
export function cartSubtotal({ lines }: Cart): number {
  return lines.reduce(
    (total, { variant, quantity }) =>
      total + Math.round(Number(variant.price) * 100) * quantity,
    0,
  );
}
