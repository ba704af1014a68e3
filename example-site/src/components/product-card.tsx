import { graphql, Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct } from '../shop/plan-product';
import type { ListedProduct } from '../shop/products';
import { Picture } from './picture';
import { Price } from './price';

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
      <Picture image={product.featuredImage} size={400} />
      <span className="kind">{product.productType}</span>
      <strong>{product.title}</strong>
      {variant && (
        <Price variant={variant} isFrom={product.variants.length > 1} />
      )}
    </Link>
  );
}

/** What a page asks Gatsby for, to list products. */
export const query = graphql`
  fragment ListedProduct on ShopifyProduct {
    id
    handle
    title
    vendor
    productType
    featuredImage {
      url
      altText
    }
    variants {
      id
      title
      sku
      availableForSale
      price {
        amount
        currencyCode
      }
      compareAtPrice {
        amount
        currencyCode
      }
      image {
        url
        altText
      }
      selectedOptions {
        name
        value
      }
    }
  }
`;
