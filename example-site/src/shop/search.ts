import { askForVisitor } from './ask-for-visitor';
import {
  LISTED_PRODUCT,
  listed,
  type ListedNode,
  type ListedProduct,
} from './products';

/** What the shop finds, at today's prices. */
export async function searchProducts(query: string): Promise<ListedProduct[]> {
  const { search } = await askForVisitor<{ search: { nodes: ListedNode[] } }>(
    'query',
    `search(query: $query, first: 50, types: [PRODUCT]) { nodes { ... on Product { ${LISTED_PRODUCT} } } }`,
    '$query: String!,',
    { query },
  );
  return search.nodes.map(listed);
}
