import { graphql, type HeadFC, type PageProps } from 'gatsby';
import * as React from 'react';
import { PageHead } from '../../components/page-head';
import { ProductDetails } from '../../components/product-details';
import { ProductGrid } from '../../components/product-grid';
import { Purchase } from '../../components/purchase';
import { Reviews } from '../../components/reviews';
import type { Product } from '../../shop/products';

interface Data {
  readonly shopifyProduct: Product;
}

export default function ProductPage({ data }: PageProps<Data>) {
  const product = data.shopifyProduct;
  return (
    // Another product begins anew: nothing of this one's choices stays.
    <article key={product.id}>
      <Purchase product={product}>
        <ProductDetails product={product} />
      </Purchase>
      <Reviews product={product} />
      {product.related.length > 0 && (
        <section aria-labelledby="related">
          <h2 id="related">Goes well with it</h2>
          <ProductGrid listId="related" products={product.related} />
        </section>
      )}
    </article>
  );
}

export const Head: HeadFC<Data> = ({ data }) => (
  <PageHead
    title={data.shopifyProduct.title}
    description={data.shopifyProduct.description}
  />
);

export const query = graphql`
  query ($id: String!) {
    shopifyProduct(id: { eq: $id }) {
      ...ListedProduct
      description
      tags
      options {
        name
        values
      }
      plans {
        id
        name
      }
      reviews {
        id
        author
        rating
        title
        body
      }
      related {
        ...ListedProduct
      }
    }
  }
`;
