import {
  planProduct,
  type PlanVariant,
  type Priced,
  type ProductOptions,
} from './plan-product.ts';
import { at, currencyCode, firstOf, minor } from './read.ts';

/**
 * What a page query must ask for of a ShopifyProduct node. Its `id` is Gatsby's own; `legacyResourceId` is the one that
 * orders carry (`shopifyId` and `storefrontId` do too, inside a global id).
 */
export interface GatsbyProduct {
  readonly legacyResourceId?: string;
  readonly shopifyId?: string;
  readonly storefrontId?: string;
  readonly title: string;
  readonly priceRangeV2: {
    readonly minVariantPrice: {
      readonly amount: number | string;
      readonly currencyCode: string;
    };
  };
}

/** What a page query must ask for of a ShopifyProductVariant node. Its price is a number in the shop's currency. */
export interface GatsbyVariant {
  readonly legacyResourceId?: string;
  readonly shopifyId?: string;
  readonly storefrontId?: string;
  readonly title: string;
  readonly price: number | string;
}

/**
 * A node of gatsby-source-shopify as the plan's product; a variant of it where one is given. Prices are those of the last
 * build.
 *
 * @see https://www.gatsbyjs.com/plugins/gatsby-source-shopify/
 */
export function gatsbyProduct(
  product: GatsbyProduct,
  variant: GatsbyVariant,
  options?: ProductOptions,
): Priced<PlanVariant>;
export function gatsbyProduct(
  product: GatsbyProduct,
  variant?: GatsbyVariant | null,
  options?: ProductOptions,
): Priced;
export function gatsbyProduct(
  product: GatsbyProduct,
  variant?: GatsbyVariant | null,
  options?: ProductOptions,
): Priced {
  const lowest = at(product, 'priceRangeV2', 'minVariantPrice');
  const currency = currencyCode(at(lowest, 'currencyCode'));
  const parts = {
    productId: idOf(product),
    product,
    variantId: idOf(variant),
    variant,
    image: firstOf(
      at(variant, 'image', 'originalSrc'),
      at(product, 'featuredImage', 'originalSrc'),
      at(variant, 'image', 'src'),
      at(product, 'featuredImage', 'src'),
    ),
    price: minor(firstOf(at(variant, 'price'), lowest), currency),
    currency,
  };
  return {
    product: planProduct(parts, options),
    currency,
  } as Priced;
}

function idOf(node: unknown): unknown {
  return firstOf(
    at(node, 'legacyResourceId'),
    at(node, 'shopifyId'),
    at(node, 'storefrontId'),
  );
}
