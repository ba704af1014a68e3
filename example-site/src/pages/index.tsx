import { graphql, type HeadFC, type PageProps } from 'gatsby';
import * as React from 'react';
import {
  CollectionTiles,
  type Collection,
} from '../components/collection-tiles';
import { PageHead } from '../components/page-head';
import { ProductGrid } from '../components/product-grid';
import { Promotion } from '../components/promotion';
import type { ListedProduct } from '../shop/products';

interface Data {
  readonly allShopifyProduct: { readonly nodes: readonly ListedProduct[] };
  readonly allShopifyCollection: { readonly nodes: readonly Collection[] };
}

export default function HomePage({ data }: PageProps<Data>) {
  const products = data.allShopifyProduct.nodes;
  const promoted = products.find(({ handle }) => handle === 'sencha');
  return (
    <>
      <h1>Tea, and nothing else</h1>
      <Promotion image={promoted?.featuredImage ?? null} />
      <h2>By kind</h2>
      <CollectionTiles collections={data.allShopifyCollection.nodes} />
      <h2>Everything we have</h2>
      <ProductGrid listId="all" products={products} />
    </>
  );
}

export const Head: HeadFC = () => (
  <PageHead description="Tea from small gardens, and what one needs to make it. Packed by hand, sent within a day." />
);

export const query = graphql`
  {
    allShopifyProduct {
      nodes {
        ...ListedProduct
      }
    }
    allShopifyCollection {
      nodes {
        id
        handle
        title
        description
        image {
          url
          altText
        }
      }
    }
  }
`;
