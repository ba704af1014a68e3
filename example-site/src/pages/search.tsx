import { graphql, navigate, type HeadFC, type PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import type { ListedProduct } from '../components/product-card';
import { ProductGrid } from '../components/product-grid';

interface Data {
  readonly allShopifyProduct: {
    readonly nodes: readonly (Omit<ListedProduct, 'id'> & {
      readonly shopifyId: string;
      readonly description: string;
    })[];
  };
}

export default function SearchPage({ data, location }: PageProps<Data>) {
  const query = new URLSearchParams(location.search).get('q') ?? '';
  const found = query === '' ? [] : search(data, query);
  const track = useTrack();
  const reported = React.useRef('');

  React.useEffect(() => {
    if (query === '' || reported.current === query) return;
    reported.current = query;
    track('Products Searched', { query, results: found.length });
  }, [query, found.length, track]);

  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('q') as string;
    navigate(`/search/?q=${encodeURIComponent(text)}`);
  };

  return (
    <>
      <h1>Search</h1>
      <form role="search" onSubmit={submit} key={query}>
        <label>
          A tea, or where it grows{' '}
          <input type="search" name="q" defaultValue={query} required />
        </label>{' '}
        <button type="submit">Search</button>
      </form>
      {query !== '' && (
        <p role="status">
          {found.length === 0
            ? `Nothing is called “${query}” here.`
            : `${String(found.length)} for “${query}”`}
        </p>
      )}
      <ProductGrid listId="search" products={found} />
    </>
  );
}

function search({ allShopifyProduct }: Data, query: string): ListedProduct[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return allShopifyProduct.nodes
    .filter(({ title, productType, description }) => {
      const text = `${title} ${productType} ${description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ shopifyId, ...product }) => ({ ...product, id: shopifyId }));
}

export const Head: HeadFC = () => <title>Search · Kettle &amp; Leaf</title>;

export const query = graphql`
  {
    allShopifyProduct {
      nodes {
        shopifyId
        handle
        title
        vendor
        productType
        description
        featuredImage {
          url
          altText
        }
        variants {
          id
          title
          sku
          price {
            amount
            currencyCode
          }
        }
      }
    }
  }
`;
