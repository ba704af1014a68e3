import type { StorefrontConfig } from 'gatsby-plugin-storefront-events';

/** What the plugin is told that is a function. Gatsby uses this file instead of the plugin's own. */
export const storefrontConfig: StorefrontConfig = {
  pageName: ({ path }) => {
    if (path === '/') return 'Home';
    if (path.startsWith('/products/')) return 'Product';
    if (path.startsWith('/collections/')) return 'Collection';
    return path === '/cart/' ? 'Cart' : undefined;
  },
};
