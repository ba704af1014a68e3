import { Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct } from '../shop/plan-product';
import { formatMoney, type Product } from '../shop/products';

export type ListedProduct = Pick<
  Product,
  | 'id'
  | 'handle'
  | 'title'
  | 'vendor'
  | 'productType'
  | 'featuredImage'
  | 'variants'
>;

/** A product in a list. `position` is its place there, from 1. */
export function ProductCard({
  product,
  listId,
  position,
}: {
  readonly product: ListedProduct;
  readonly listId: string;
  readonly position: number;
}) {
  const track = useTrack();
  const [variant] = product.variants;
  return (
    <Link
      to={`/products/${product.handle}/`}
      className="card"
      onClick={() => {
        if (variant)
          track('Product Clicked', {
            ...planProduct(product, variant),
            list_id: listId,
            position,
          });
      }}
    >
      <img
        src={product.featuredImage.url}
        alt={product.featuredImage.altText}
        width={400}
        height={400}
        loading="lazy"
      />
      <span className="kind">{product.productType}</span>
      <strong>{product.title}</strong>
      {variant && <span>{formatMoney(variant.price)}</span>}
    </Link>
  );
}
