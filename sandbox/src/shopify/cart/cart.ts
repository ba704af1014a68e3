import type { SellingPlan } from '../catalogue/selling-plans.ts';
import type { Merchandise } from '../catalogue.ts';
import type { Minor } from '../money.ts';

/** A cart; every change makes a new one. */
export interface Cart {
  readonly token: string;
  readonly key: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lines: readonly CartLine[];
  /** How many lines it ever had, so that no id comes twice. */
  readonly lineCount: number;
  /** Replaced as a whole by every update, as Shopify does. */
  readonly attributes: readonly Attribute[];
  /** As the buyer wrote them, whether they apply or not. */
  readonly discountCodes: readonly string[];
  readonly giftCards: readonly GiftCard[];
  readonly note: string;
  readonly buyer: Buyer;
}

export interface CartLine extends Merchandise {
  readonly id: string;
  /** By which it is sold again and again; undefined for what is sold once. */
  readonly plan: SellingPlan | undefined;
  readonly quantity: number;
  readonly attributes: readonly Attribute[];
}

export interface GiftCard {
  readonly id: string;
  readonly code: string;
  /** In the shop's currency. Orders do not use it up, so that every visitor can try it. */
  readonly balance: Minor;
}

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

export interface Buyer {
  readonly countryCode: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly customerId: string | undefined;
}

/** What was asked wrongly. */
export interface CartUserError {
  readonly code: 'INVALID' | 'LESS_THAN' | 'MAXIMUM_EXCEEDED' | 'NOTE_TOO_LONG';
  readonly message: string;
  /** The path to it in the input; null where it is about no part of it. */
  readonly field: readonly string[] | null;
}

/** What was done, but not quite as asked. */
export interface CartWarning {
  readonly code:
    | 'DISCOUNT_CODE_NOT_HONOURED'
    | 'DISCOUNT_NOT_FOUND'
    | 'DISCOUNT_NO_ENTITLED_LINE_ITEMS'
    | 'MERCHANDISE_NOT_ENOUGH_STOCK'
    | 'MERCHANDISE_OUT_OF_STOCK';
  readonly message: string;
  /** The id of what it is about. */
  readonly target: string;
}

/** A change, or why there is none. */
export type Edited =
  | { readonly cart: Cart; readonly warnings: readonly CartWarning[] }
  | { readonly errors: readonly CartUserError[] };

/** Refuses a change. */
export function refused(
  message: string,
  field: readonly string[] | null,
  code: CartUserError['code'] = 'INVALID',
): Edited {
  return { errors: [{ code, message, field }] };
}

/** Takes a change, unless one before it was refused. */
export function then(before: Edited, change: (cart: Cart) => Edited): Edited {
  if ('errors' in before) return before;
  const after = change(before.cart);
  return 'errors' in after
    ? after
    : { cart: after.cart, warnings: [...before.warnings, ...after.warnings] };
}

/** The id that opens the cart to whoever has it: the key is a part of it. */
export function cartGid({ token, key }: Pick<Cart, 'token' | 'key'>): string {
  return `gid://shopify/Cart/${token}?key=${key}`;
}

/** Shopify keeps at most this many attributes on a cart. */
const MAX_ATTRIBUTES = 250;
const MAX_NOTE = 5000;

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartAttributesUpdate */
export function setAttributes(
  cart: Cart,
  attributes: readonly Attribute[],
): Edited {
  return attributes.length > MAX_ATTRIBUTES
    ? refused(
        `A cart has at most ${String(MAX_ATTRIBUTES)} attributes.`,
        ['attributes'],
        'MAXIMUM_EXCEEDED',
      )
    : { cart: { ...cart, attributes: pairs(attributes) }, warnings: [] };
}

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartNoteUpdate */
export function setNote(cart: Cart, note: string): Edited {
  return note.length > MAX_NOTE
    ? refused(
        `The note has more than ${String(MAX_NOTE)} characters.`,
        ['note'],
        'NOTE_TOO_LONG',
      )
    : { cart: { ...cart, note }, warnings: [] };
}

/** Nothing but key and value, and of each key the last. */
export function pairs(attributes: readonly Attribute[]): Attribute[] {
  return [
    ...new Map(
      attributes.map(({ key, value }) => [key, { key, value }]),
    ).values(),
  ];
}
