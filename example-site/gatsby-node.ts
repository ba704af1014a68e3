import type { GatsbyNode } from 'gatsby';
import { fetchCollections, fetchProducts } from './src/shop/catalogue';

/** Reads products and collections from the Storefront API, once a build. */
export const sourceNodes: GatsbyNode['sourceNodes'] = async ({
  actions,
  createContentDigest,
}) => {
  const kinds = {
    ShopifyProduct: await fetchProducts(),
    ShopifyCollection: await fetchCollections(),
  };
  for (const [type, nodes] of Object.entries(kinds))
    for (const node of nodes)
      await actions.createNode({
        ...node,
        internal: { type, contentDigest: createContentDigest(node) },
      });
};

/** What the nodes are, so that a shop without a review or a reduced price builds too. */
export const createSchemaCustomization: GatsbyNode['createSchemaCustomization'] =
  ({ actions }) => {
    actions.createTypes(`
      type ShopifyProduct implements Node @dontInfer {
        handle: String!
        title: String!
        vendor: String!
        productType: String!
        description: String!
        tags: [String!]!
        featuredImage: ShopifyImage
        options: [ShopifyOption!]!
        variants: [ShopifyVariant!]!
        plans: [ShopifySellingPlan!]!
        reviews: [ShopifyReview!]!
        related: [ShopifyProduct!]! @link
      }
      type ShopifyCollection implements Node @dontInfer {
        handle: String!
        title: String!
        description: String!
        image: ShopifyImage
        facets: [ShopifyFacet!]!
        products: [ShopifyProduct!]! @link
      }
      type ShopifyVariant {
        id: String!
        title: String!
        sku: String
        availableForSale: Boolean!
        price: ShopifyMoney!
        compareAtPrice: ShopifyMoney
        image: ShopifyImage
        selectedOptions: [ShopifySelectedOption!]!
      }
      type ShopifyMoney { amount: String! currencyCode: String! }
      type ShopifyImage { url: String! altText: String }
      type ShopifyOption { name: String! values: [String!]! }
      type ShopifySelectedOption { name: String! value: String! }
      type ShopifySellingPlan { id: String! name: String! }
      type ShopifyReview { id: String! author: String! rating: Int! title: String! body: String! }
      type ShopifyFacet { id: String! label: String! type: String! values: [ShopifyFacetValue!]! }
      type ShopifyFacetValue { id: String! label: String! count: Int! input: String! }
    `);
  };
