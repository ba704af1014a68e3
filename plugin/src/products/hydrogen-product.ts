import type { PlanVariant, Priced, ProductOptions } from './plan-product.ts';
import {
  storefrontProduct,
  type StorefrontProduct,
  type StorefrontVariant,
} from './storefront-product.ts';

/** What `useProduct()` gives: everything may be missing. */
export interface HydrogenProduct {
  readonly product?: object;
  readonly selectedVariant?: object | null;
}

/**
 * The product of a `ProductProvider` with the variant that is chosen in it, as the plan's product; undefined until both
 * are there.
 *
 * @see https://shopify.dev/docs/api/hydrogen-react/latest/hooks/useproduct
 */
export function hydrogenProduct(
  { product, selectedVariant }: HydrogenProduct,
  options?: ProductOptions,
): Priced<PlanVariant> | undefined {
  // Its types allow anything to be missing, as we do.
  return product && selectedVariant
    ? storefrontProduct(
        product as StorefrontProduct,
        selectedVariant as StorefrontVariant,
        options,
      )
    : undefined;
}
