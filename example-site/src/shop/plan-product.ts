import { storefrontProduct } from 'gatsby-plugin-storefront-events/products/storefront-product';
import type { ListedProduct, Variant } from './products';

/** Where this site shows a product: the Storefront API does not know a headless shop's addresses. */
export const urlOf = (handle: string) =>
  `${typeof window === 'undefined' ? '' : window.location.origin}/products/${handle}/`;

/** What events need of a product. */
export type EventProduct = Pick<
  ListedProduct,
  'id' | 'handle' | 'title' | 'vendor' | 'productType'
>;

/** A variant as the tracking plan's product, with its currency: what most events about one product carry. */
export function planProduct(product: EventProduct, variant: Variant) {
  const { product: planned, currency } = storefrontProduct(product, variant, {
    urlOf,
  });
  return { ...planned, quantity: 1, currency };
}

/** A list as the tracking plan's products, in its order. The currency is left to the event. */
export function planProducts(products: readonly ListedProduct[]) {
  return products.flatMap((product, index) => {
    const [variant] = product.variants;
    if (!variant) return [];
    const { currency: _, ...planned } = planProduct(product, variant);
    return [{ ...planned, position: index + 1 }];
  });
}
