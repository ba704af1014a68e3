import { graphql, Link, type HeadFC, type PageProps } from 'gatsby';
import * as React from 'react';
import { formatMoney, type Product } from '../shop/products';

interface Data {
  readonly allShopifyProduct: {
    readonly nodes: readonly Pick<
      Product,
      'handle' | 'title' | 'productType' | 'featuredImage' | 'variants'
    >[];
  };
}

export default function ProductListPage({ data }: PageProps<Data>) {
  return (
    <>
      <h1>Tea, and nothing else</h1>
      <ul className="grid">
        {data.allShopifyProduct.nodes.map((product) => (
          <li key={product.handle}>
            <Link to={`/products/${product.handle}/`} className="card">
              <img
                src={product.featuredImage.url}
                alt={product.featuredImage.altText}
                width={400}
                height={400}
                loading="lazy"
              />
              <span className="kind">{product.productType}</span>
              <strong>{product.title}</strong>
              {product.variants[0] && (
                <span>{formatMoney(product.variants[0].price)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export const Head: HeadFC = () => (
  <>
    <title>Kettle &amp; Leaf</title>
    <meta name="description" content="Tea from small gardens." />
  </>
);

export const query = graphql`
  {
    allShopifyProduct {
      nodes {
        handle
        title
        productType
        featuredImage {
          url
          altText
        }
        variants {
          price {
            amount
            currencyCode
          }
        }
      }
    }
  }
`;
