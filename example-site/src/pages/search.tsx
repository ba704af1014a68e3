import { navigate, type HeadFC, type PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { textIn } from '../components/form-text';
import { PageHead } from '../components/page-head';
import { ProductGrid } from '../components/product-grid';
import type { ListedProduct } from '../shop/products';
import { searchProducts } from '../shop/search';

interface Found {
  readonly query: string;
  readonly products: readonly ListedProduct[];
}

export default function SearchPage({ location }: PageProps) {
  const query = new URLSearchParams(location.search).get('q') ?? '';
  const found = useSearch(query);

  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textIn(event.currentTarget, 'q');
    navigate(`/search/?q=${encodeURIComponent(text)}`);
  };

  return (
    <>
      <h1>Search</h1>
      <form role="search" className="filters" onSubmit={submit} key={query}>
        <label>
          A tea, or where it grows
          <input type="search" name="q" defaultValue={query} required />
        </label>
        <button type="submit">Search</button>
      </form>
      {found && (
        <>
          <p role="status">
            {found.products.length === 0
              ? `Nothing is called “${found.query}” here.`
              : `${String(found.products.length)} for “${found.query}”`}
          </p>
          <ProductGrid listId="search" products={found.products} />
        </>
      )}
    </>
  );
}

/** What the shop finds, and reports once it has. */
function useSearch(query: string): Found | undefined {
  const [found, setFound] = React.useState<Found>();
  const track = useTrack();
  React.useEffect(() => {
    if (query === '') return;
    let isWanted = true;
    searchProducts(query).then((products) => {
      if (!isWanted) return;
      setFound({ query, products });
      track('Products Searched', { query, results: products.length });
    }, console.error);
    return () => {
      isWanted = false;
    };
  }, [query, track]);
  return query === '' ? undefined : found;
}

export const Head: HeadFC = () => (
  <PageHead
    title="Search"
    description="Find a tea by its name or its garden."
  />
);
