import { numericId, type Variant } from './products';

/** A variant as the tracking plan's product. */
export function planProduct(
  product: {
    readonly id: string;
    readonly handle: string;
    readonly title: string;
    readonly vendor: string;
  },
  variant: Variant,
  quantity: number,
) {
  return {
    product_id: numericId(product.id),
    variant_id: numericId(variant.id),
    sku: variant.sku,
    name: product.title,
    variant: variant.title,
    brand: product.vendor,
    price: Number(variant.price.amount),
    quantity,
    url: new URL(`/products/${product.handle}/`, window.location.origin).href,
  };
}
