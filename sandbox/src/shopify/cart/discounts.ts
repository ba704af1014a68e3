import type { Product } from '../catalogue/product.ts';
import type { Minor } from '../money.ts';
import { cartGid, type Cart, type CartWarning, type Edited } from './cart.ts';

/** A discount that one gets by its code. */
export type Discount = {
  readonly code: string;
  readonly says: string;
} & (
  | {
      /** Off each line that is entitled to it: Shopify's "amount off products". */
      readonly scope: 'lines';
      readonly percent: number;
      readonly isEntitled: (product: Product) => boolean;
      readonly isForAll: boolean;
    }
  | {
      /** Off the cart as a whole: Shopify's "amount off order". In the shop's currency. */
      readonly scope: 'order';
      readonly amount: Minor;
    }
);

export const DISCOUNTS: readonly Discount[] = [
  {
    code: 'WELCOME10',
    says: '10 % off everything',
    scope: 'lines',
    percent: 10,
    isEntitled: () => true,
    isForAll: true,
  },
  {
    code: 'POT20',
    says: '20 % off teaware; does not apply to a cart without any',
    scope: 'lines',
    percent: 20,
    isEntitled: ({ productType }) => productType === 'Teaware',
    isForAll: false,
  },
  { code: 'TEA5', says: '5 € off the order', scope: 'order', amount: 500 },
];

/** The discount of a code, in whatever capitals. */
export function findDiscount(code: string): Discount | undefined {
  const wanted = code.trim().toUpperCase();
  return DISCOUNTS.find((discount) => discount.code === wanted);
}

/** Replaces the codes. One that does not apply is kept: it may, when something else is in the cart. */
export function setDiscountCodes(cart: Cart, codes: readonly string[]): Cart {
  const byCode = new Map(
    codes
      .map((code) => code.trim())
      .filter((code) => code !== '')
      .map((code) => [code.toUpperCase(), code]),
  );
  return { ...cart, discountCodes: [...byCode.values()] };
}

/**
 * Replaces the codes, and warns of those that do not apply.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/mutations/cartDiscountCodesUpdate
 */
export function updateDiscountCodes(
  cart: Cart,
  codes: readonly string[],
  isApplicable: (cart: Cart, code: string) => boolean,
): Edited {
  const changed = setDiscountCodes(cart, codes);
  const denied = changed.discountCodes.filter(
    (code) => !isApplicable(changed, code),
  );
  return {
    cart: changed,
    warnings:
      // Of an empty cart it is not said yet.
      changed.lines.length === 0
        ? []
        : denied.map((code) => warning(changed, code)),
  };
}

function warning(cart: Cart, code: string): CartWarning {
  const target = cartGid(cart);
  const discount = findDiscount(code);
  if (!discount)
    return {
      code: 'DISCOUNT_NOT_FOUND',
      message: `The discount code ${code} does not exist.`,
      target,
    };
  const isEntitled =
    discount.scope === 'order' ||
    cart.lines.some(({ product }) => discount.isEntitled(product));
  return isEntitled
    ? {
        code: 'DISCOUNT_CODE_NOT_HONOURED',
        message: `The discount code ${code} cannot be combined with the others.`,
        target,
      }
    : {
        code: 'DISCOUNT_NO_ENTITLED_LINE_ITEMS',
        message: `The discount code ${code} applies to nothing in the cart.`,
        target,
      };
}
