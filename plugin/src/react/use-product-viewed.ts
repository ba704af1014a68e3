import type { PropertiesOf } from '@storefront-events/plan';
import { useEffect, useRef } from 'react';
import { getStorefront } from '../instance.ts';

type ProductViewed = PropertiesOf<'Product Viewed'>;

/**
 * Reports that a product is being looked at: once for each product and variant a component shows, however often React
 * renders it. A quantity of 1 is filled in.
 *
 * @param product undefined while it is not known
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#product-viewed
 */
export function useProductViewed(
  product:
    | (Omit<ProductViewed, 'quantity'> & { readonly quantity?: number })
    | undefined,
): void {
  // Kept by React when StrictMode runs an effect twice; new where the component really is.
  const last = useRef<string>(undefined);
  const key =
    product && [product.product_id, product.variant_id, product.sku].join();
  useEffect(() => {
    if (!product || key === last.current) return;
    last.current = key;
    getStorefront().track('Product Viewed', { quantity: 1, ...product });
    // What a product is called or costs may change while it is shown; that is no other view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
}
