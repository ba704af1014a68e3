import type { GatsbyNode } from 'gatsby';
import { fetchProducts } from './src/shop/products';

/** Reads the catalogue from the Storefront API, once per build. */
export const sourceNodes: GatsbyNode['sourceNodes'] = async ({
  actions,
  createContentDigest,
}) => {
  for (const product of await fetchProducts()) {
    await actions.createNode({
      ...product,
      shopifyId: product.id,
      id: product.id,
      internal: {
        type: 'ShopifyProduct',
        contentDigest: createContentDigest(product),
      },
    });
  }
};
