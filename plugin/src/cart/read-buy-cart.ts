import { buyProduct } from '../products/buy-product.ts';
import { numericId } from '../products/numeric-id.ts';
import type { ProductOptions } from '../products/plan-product.ts';
import { at, currencyCode, list, minor, text } from '../products/read.ts';
import type { Cart, CartLine } from './cart.ts';
import {
  discountBy,
  discountsOf,
  lineKey,
  lineProduct,
  wholeNumber,
} from './cart-parts.ts';
import { readStorefrontCart } from './read-storefront-cart.ts';

/**
 * Reads a checkout of shopify-buy 3, which is a cart with the names of the former checkout: `lineItems`,
 * `customAttributes`, `discountApplications`. A code that takes nothing off is not in it, nor is a selling plan.
 *
 * @see https://github.com/Shopify/js-buy-sdk/blob/main/migration-guide/README.md
 */
export function readBuyCart(checkout: object, options?: ProductOptions): Cart {
  const currency = currencyCode(at(checkout, 'currencyCode'));
  const lineItems = list(at(checkout, 'lineItems'));
  const allocations = (lineItems ?? []).flatMap(
    (line) => list(at(line, 'discountAllocations')) ?? [],
  );
  // Ids, times and gift cards are as the Storefront API gives them.
  const { lines: _, ...cart } = readStorefrontCart(checkout);
  return {
    ...cart,
    currency,
    lines: lineItems?.flatMap((line) => readLine(line, currency, options)),
    discountCodes: list(at(checkout, 'discountApplications'))?.flatMap(
      (application) => {
        const code = text(at(application, 'code'));
        return code === undefined
          ? []
          : {
              code,
              isApplicable: at(application, 'applicable') === true,
              discount: discountBy(code, allocations, currency),
            };
      },
    ),
  };
}

function readLine(
  line: unknown,
  currency: string | undefined,
  options: ProductOptions | undefined,
): CartLine[] {
  const variant = at(line, 'variant');
  const variantId = numericId(at(variant, 'id'), 'ProductVariant');
  const quantity = wholeNumber(at(line, 'quantity'));
  if (variantId === undefined || quantity === 0) return [];
  const allocations = list(at(line, 'discountAllocations')) ?? [];
  const each = minor(at(variant, 'price'), currency);
  const { product } = buyProduct(
    // The title of the product stands on the line.
    {
      id: at(variant, 'product', 'id'),
      handle: at(variant, 'product', 'handle'),
      title: at(line, 'title'),
    } as unknown as Parameters<typeof buyProduct>[0],
    variant as Parameters<typeof buyProduct>[1],
    options,
  );
  return [
    {
      variantId,
      key: lineKey(variantId, at(line, 'customAttributes'), undefined),
      quantity,
      total:
        each === undefined
          ? undefined
          : each * quantity - discountsOf(allocations, currency),
      currency,
      product: lineProduct(product, allocations, false),
      components: [],
    },
  ];
}
