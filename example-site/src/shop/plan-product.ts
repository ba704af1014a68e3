import { storefrontProduct } from 'gatsby-plugin-storefront-events/products/storefront-product';
import type { Product, Variant } from './products';

/** Where this site shows a product: the Storefront API does not know a headless shop's addresses. */
export const urlOf = (handle: string) =>
  `${typeof window === 'undefined' ? '' : window.location.origin}/products/${handle}/`;

/** A variant as the tracking plan's product, with its currency: what most events about one product carry. */
export function planProduct(
  product: Pick<Product, 'id' | 'handle' | 'title' | 'vendor'>,
  variant: Variant,
) {
  const { product: planned, currency } = storefrontProduct(product, variant, {
    urlOf,
  });
  return { ...planned, quantity: 1, currency };
}
