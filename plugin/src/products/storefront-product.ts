import {
  planProduct,
  type PlanVariant,
  type Priced,
  type ProductOptions,
} from './plan-product.ts';
import { at, currencyCode, firstOf, list, minor } from './read.ts';

/** MoneyV2: amounts are decimal text. */
export interface StorefrontMoney {
  readonly amount: string;
  readonly currencyCode: string;
}

/** What a query must ask for of a product; with `vendor`, `productType`, `featuredImage { url }` it says more. */
export interface StorefrontProduct {
  readonly id: string;
  readonly title: string;
  readonly handle?: string;
  /** Of a product without a chosen variant: its price is "from" the lowest. */
  readonly priceRange?: { readonly minVariantPrice: StorefrontMoney };
}

/** What a query must ask for of a variant; with `selectedOptions`, `image { url }` it says more. */
export interface StorefrontVariant {
  readonly id: string;
  readonly title: string;
  readonly sku?: string | null;
  readonly price: StorefrontMoney;
}

/**
 * A product of the Storefront API as the plan's product; a variant of it where one is given. Types ask for what events
 * need; what is missing all the same is left out.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Product
 */
export function storefrontProduct(
  product: StorefrontProduct,
  variant: StorefrontVariant,
  options?: ProductOptions,
): Priced<PlanVariant>;
export function storefrontProduct(
  product: StorefrontProduct,
  variant?: StorefrontVariant | null,
  options?: ProductOptions,
): Priced;
export function storefrontProduct(
  product: StorefrontProduct,
  variant?: StorefrontVariant | null,
  options?: ProductOptions,
): Priced {
  const money = firstOf(
    at(variant, 'price'),
    at(product, 'priceRange', 'minVariantPrice'),
  );
  const currency = currencyCode(at(money, 'currencyCode'));
  const parts = {
    productId: at(product, 'id'),
    product,
    variantId: at(variant, 'id'),
    variant,
    image: imageOf(product, variant),
    price: minor(money, currency),
    currency,
  };
  return {
    product: planProduct(parts, options),
    currency,
  } as Priced;
}

function imageOf(product: unknown, variant: unknown): unknown {
  return firstOf(
    at(variant, 'image', 'url'),
    at(product, 'featuredImage', 'url'),
    at(list(at(product, 'images'))?.[0], 'url'),
  );
}
