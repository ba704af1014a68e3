/** How a list of products is narrowed and sorted: by what Shopify offers for it, asked for live. */
import { askForVisitor } from './ask-for-visitor';
import { FACETS, type Facet, type FacetValue } from './facets';
import {
  LISTED_PRODUCT,
  listed,
  type ListedNode,
  type ListedProduct,
} from './products';

/** What the visitor may sort by; `value` is what events call the direction. */
export const SORTS = [
  { key: 'MANUAL', label: 'Our choice' },
  {
    key: 'BEST_SELLING',
    label: 'What sells best',
    type: 'best selling',
    value: 'descending',
  },
  { key: 'TITLE', label: 'Name', type: 'name', value: 'ascending' },
  {
    key: 'PRICE',
    label: 'Price, low to high',
    type: 'price',
    value: 'ascending',
  },
  {
    key: 'PRICE',
    reverse: true,
    label: 'Price, high to low',
    type: 'price',
    value: 'descending',
  },
] as const satisfies readonly Sort[];

export interface Sort {
  readonly key: string;
  readonly reverse?: boolean;
  readonly label: string;
  readonly type?: string;
  readonly value?: string;
}

/** The products of a collection that are left, and what can be chosen among them. */
export async function fetchNarrowed(
  handle: string,
  chosen: readonly FacetValue[],
  { key, reverse = false }: Sort,
): Promise<Narrowed> {
  const { collection } = await askForVisitor<{
    collection: { products: { nodes: ListedNode[]; filters: Facet[] } } | null;
  }>(
    'query',
    `collection(handle: $handle) {
       products(first: 100, filters: $filters, sortKey: $sortKey, reverse: $reverse) {
         nodes { ${LISTED_PRODUCT} } ${FACETS}
       }
     }`,
    '$handle: String!, $filters: [ProductFilter!], $sortKey: ProductCollectionSortKeys, $reverse: Boolean,',
    {
      handle,
      filters: chosen.map(({ input }) => JSON.parse(input) as unknown),
      sortKey: key,
      reverse,
    },
  );
  if (!collection) throw new Error(`The shop has no collection ${handle}.`);
  const { nodes, filters } = collection.products;
  return { products: nodes.map(listed), facets: filters };
}

export interface Narrowed {
  readonly products: readonly ListedProduct[];
  readonly facets: readonly Facet[];
}
