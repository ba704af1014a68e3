import { toDecimal, type Minor } from '@storefront-events/plan/money';
import { numericId } from '../products/numeric-id.ts';
import type { ProductOptions } from '../products/plan-product.ts';
import {
  at,
  currencyCode,
  firstOf,
  list,
  minor,
  text,
} from '../products/read.ts';
import { storefrontProduct } from '../products/storefront-product.ts';
import type { Cart, CartLine, DiscountCode, GiftCard } from './cart.ts';
import {
  discountBy,
  discountsOf,
  lineKey,
  lineProduct,
  tokenOf,
  wholeNumber,
} from './cart-parts.ts';

/** A cart of the Storefront API, or of hydrogen-react's `useCart()`. Read without trust: any field may be missing. */
export interface StorefrontCart {
  readonly id?: string | undefined;
  readonly updatedAt?: string | undefined;
  /** A connection with `nodes` or `edges`, or a list. */
  readonly lines?: object | undefined;
}

/**
 * Reads a cart as the Storefront API answers it. Which fields make which events is in docs/carts.md.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Cart
 */
export function readStorefrontCart(
  cart: StorefrontCart,
  options?: ProductOptions,
): Cart {
  const lines = list(at(cart, 'lines'));
  const currency = currencyCode(
    firstOf(
      at(cart, 'cost', 'totalAmount', 'currencyCode'),
      at(cart, 'cost', 'subtotalAmount', 'currencyCode'),
      at(lines?.[0], 'cost', 'totalAmount', 'currencyCode'),
      at(lines?.[0], 'merchandise', 'price', 'currencyCode'),
    ),
  );
  const isComplete = lines !== undefined && !hasMore(cart, lines);
  const updatedAt = Date.parse(text(at(cart, 'updatedAt')) ?? '');
  return {
    id: tokenOf(at(cart, 'id')),
    updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
    currency,
    lines: isComplete
      ? lines.flatMap((line) => readLine(line, currency, options))
      : undefined,
    discountCodes: readCodes(cart, lines, currency),
    giftCards: list(at(cart, 'appliedGiftCards'))?.flatMap(readGiftCard),
  };
}

/** True where the query has asked for a part of the lines only: what it left out has not been removed. */
function hasMore(cart: unknown, lines: readonly unknown[]): boolean {
  const total = at(cart, 'totalQuantity');
  return (
    at(cart, 'lines', 'pageInfo', 'hasNextPage') === true ||
    (typeof total === 'number' &&
      // Whether the total counts a bundle or what it consists of, Shopify does not say.
      !lines.some((line) => list(at(line, 'lineComponents'))?.length) &&
      lines.reduce<number>(
        (all, line) => all + wholeNumber(at(line, 'quantity')),
        0,
      ) < total)
  );
}

function readLine(
  line: unknown,
  cartCurrency: string | undefined,
  options: ProductOptions | undefined,
): CartLine[] {
  const merchandise = at(line, 'merchandise');
  const variantId = numericId(at(merchandise, 'id'), 'ProductVariant');
  const quantity = wholeNumber(at(line, 'quantity'));
  if (variantId === undefined || quantity === 0) return [];
  const currency =
    currencyCode(at(line, 'cost', 'totalAmount', 'currencyCode')) ??
    cartCurrency;
  const components = (list(at(line, 'lineComponents')) ?? []).flatMap(
    (component) => readLine(component, currency, options),
  );
  const allocations = list(at(line, 'discountAllocations')) ?? [];
  const { product } = storefrontProduct(
    (at(merchandise, 'product') ?? {}) as Parameters<
      typeof storefrontProduct
    >[0],
    merchandise as Parameters<typeof storefrontProduct>[1],
    options,
  );
  return [
    {
      variantId,
      key: lineKey(
        variantId,
        at(line, 'attributes'),
        at(line, 'sellingPlanAllocation', 'sellingPlan', 'id'),
      ),
      quantity,
      total: totalOf(line, quantity, allocations, currency),
      currency,
      product: lineProduct(product, allocations, components.length > 0),
      components,
    },
  ];
}

function totalOf(
  line: unknown,
  quantity: number,
  allocations: readonly unknown[],
  currency: string | undefined,
): Minor | undefined {
  const total = minor(at(line, 'cost', 'totalAmount'), currency);
  if (total !== undefined) return total;
  const each = minor(
    firstOf(
      at(line, 'cost', 'amountPerQuantity'),
      at(line, 'merchandise', 'price'),
    ),
    currency,
  );
  return each === undefined
    ? undefined
    : each * quantity - discountsOf(allocations, currency);
}

function readCodes(
  cart: unknown,
  lines: readonly unknown[] | undefined,
  currency: string | undefined,
): DiscountCode[] | undefined {
  const allocations = [cart, ...(lines ?? [])].flatMap(
    (part) => list(at(part, 'discountAllocations')) ?? [],
  );
  return list(at(cart, 'discountCodes'))?.flatMap((entry) => {
    const code = text(at(entry, 'code'));
    if (code === undefined) return [];
    return {
      code,
      isApplicable: at(entry, 'applicable') === true,
      discount: discountBy(code, allocations, currency),
    };
  });
}

function readGiftCard(card: unknown): GiftCard[] {
  const gid = text(at(card, 'id'));
  // The last part of its id, which need not be a number.
  const id = gid?.split('?')[0]?.split('/').at(-1);
  if (!id) return [];
  const money = firstOf(
    at(card, 'presentmentAmountUsed'),
    at(card, 'amountUsed'),
  );
  const currency = currencyCode(at(money, 'currencyCode'));
  const used = minor(money, currency);
  return [
    {
      id,
      lastCharacters: text(at(card, 'lastCharacters')),
      amountUsed: used === undefined ? undefined : toDecimal(used, currency),
    },
  ];
}
