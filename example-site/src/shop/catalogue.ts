/** What the site is built from: gatsby-node.ts reads it once a build. */
import { FACETS, type Facet } from './facets';
import {
  LISTED_PRODUCT,
  listed,
  type Image,
  type ListedNode,
  type Product,
  type Review,
  type SellingPlan,
} from './products';
import { ask } from './storefront-api';

/** A product as a Gatsby node: what it is related to is linked by id. */
export type ProductNode = Omit<Product, 'related'> & {
  readonly related: readonly string[];
};

export interface CollectionNode {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly image: Image | null;
  readonly facets: readonly Facet[];
  /** Their ids, in the order the merchant has put them. */
  readonly products: readonly string[];
}

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}

type AnsweredProduct = ListedNode &
  Pick<Product, 'description' | 'tags' | 'options'> & {
    readonly sellingPlanGroups: Nodes<{
      readonly sellingPlans: Nodes<SellingPlan>;
    }>;
    readonly reviews: { readonly value: string } | null;
  };

export async function fetchProducts(): Promise<ProductNode[]> {
  const { products } = await ask<{ products: Nodes<AnsweredProduct> }>(`{
    products(first: 100) {
      nodes {
        ${LISTED_PRODUCT}
        description tags
        options { name values }
        sellingPlanGroups(first: 5) { nodes { sellingPlans(first: 10) { nodes { id name } } } }
        # Where the app for reviews keeps them; yours has a name of its own.
        reviews: metafield(namespace: "reviews", key: "list") { value }
      }
    }
  }`);
  return Promise.all(
    products.nodes.map(async ({ sellingPlanGroups, reviews, ...product }) => ({
      ...listed(product),
      plans: sellingPlanGroups.nodes.flatMap((group) => [
        ...group.sellingPlans.nodes,
      ]),
      reviews: reviews ? (JSON.parse(reviews.value) as Review[]) : [],
      related: await fetchRelated(product.id),
    })),
  );
}

async function fetchRelated(productId: string): Promise<string[]> {
  const { related } = await ask<{
    related: readonly { readonly id: string }[] | null;
  }>(
    `query ($productId: ID!) { related: productRecommendations(productId: $productId) { id } }`,
    { productId },
  );
  return (related ?? []).slice(0, 4).map(({ id }) => id);
}

export async function fetchCollections(): Promise<CollectionNode[]> {
  const { collections } = await ask<{
    collections: Nodes<
      Omit<CollectionNode, 'products' | 'facets'> & {
        products: Nodes<{ readonly id: string }> & { filters: Facet[] };
      }
    >;
  }>(`{
    collections(first: 50) {
      nodes {
        id handle title description
        image { url altText }
        products(first: 100) { nodes { id } ${FACETS} }
      }
    }
  }`);
  return collections.nodes.map(({ products, ...collection }) => ({
    ...collection,
    facets: products.filters,
    products: products.nodes.map(({ id }) => id),
  }));
}
