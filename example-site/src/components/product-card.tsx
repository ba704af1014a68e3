import { graphql, Link } from 'gatsby';
import { useProductClicked } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct } from '../shop/plan-product';
import type { ListedProduct } from '../shop/products';
import { Picture } from './picture';
import { Price } from './price';

/** A product in a list. */
export function ProductCard({ product }: { readonly product: ListedProduct }) {
  const productClicked = useProductClicked();
  const [variant] = product.variants;
  return (
    <Link
      to={`/products/${product.handle}/`}
      className="card"
      onClick={() => {
        if (variant) productClicked(planProduct(product, variant));
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
