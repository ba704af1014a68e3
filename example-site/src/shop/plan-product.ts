import { numericId, type Product, type Variant } from './products';

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

/** What `Product Added` says of a variant that was put into a cart. */
export function productAdded(
  product: Product,
  variant: Variant,
  quantity: number,
  cartId: string,
) {
  const added = planProduct(product, variant, quantity);
  const value = Math.round(added.price * quantity * 100) / 100;
  return {
    ...added,
    cart_id: numericId(cartId),
    currency: variant.price.currencyCode,
    value,
    total: value,
    products: [added],
  };
}
