import { graphql, type HeadFC, type PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import type { Collection } from '../../components/collection-tiles';
import { Narrow, type Choice } from '../../components/narrow';
import { PageHead } from '../../components/page-head';
import { ProductGrid } from '../../components/product-grid';
import type { Facet } from '../../shop/facets';
import { fetchNarrowed, SORTS, type Narrowed } from '../../shop/narrow';
import { planProducts } from '../../shop/plan-product';
import type { ListedProduct } from '../../shop/products';

interface Data {
  readonly shopifyCollection: Collection & {
    readonly facets: readonly Facet[];
    readonly products: readonly ListedProduct[];
  };
}

/** A collection: as the site was built until somebody narrows or sorts it, then as the shop answers. */
export default function CollectionPage({ data }: PageProps<Data>) {
  const collection = data.shopifyCollection;
  // Another collection begins anew.
  return <Listing key={collection.handle} collection={collection} />;
}

function Listing({
  collection,
}: {
  readonly collection: Data['shopifyCollection'];
}) {
  const { handle, title, description } = collection;
  const [choice, setChoice] = React.useState<Choice>({
    values: {},
    sort: SORTS[0],
  });
  const [shown, setShown] = React.useState<Narrowed>(collection);
  const { products, facets } = shown;
  const track = useTrack();

  const change = async (next: Choice) => {
    setChoice(next);
    const { values, sort } = next;
    const chosen = Object.values(values).filter((value) => value !== undefined);
    const found = await fetchNarrowed(handle, chosen, sort);
    setShown(found);
    track('Product List Filtered', {
      list_id: handle,
      category: title,
      filters: facets.flatMap(({ id, label }) => {
        const value = values[id]?.label;
        return value === undefined ? [] : [{ type: label, value }];
      }),
      sorts: 'type' in sort ? [{ type: sort.type, value: sort.value }] : [],
      products: planProducts(found.products),
    });
  };

  return (
    <>
      <h1>{title}</h1>
      <p className="lead">{description}</p>
      <Narrow
        facets={facets}
        choice={choice}
        onChange={(next) => void change(next)}
      />
      <p role="status" className="kind">
        {products.length === 1
          ? 'One product'
          : `${String(products.length)} products`}
      </p>
      <ProductGrid listId={handle} category={title} products={products} />
    </>
  );
}

export const Head: HeadFC<Data> = ({ data }) => (
  <PageHead
    title={data.shopifyCollection.title}
    description={data.shopifyCollection.description}
  />
);

export const query = graphql`
  query ($id: String!) {
    shopifyCollection(id: { eq: $id }) {
      id
      handle
      title
      description
      image {
        url
        altText
      }
      facets {
        id
        label
        type
        values {
          id
          label
          count
          input
        }
      }
      products {
        ...ListedProduct
      }
    }
  }
`;
