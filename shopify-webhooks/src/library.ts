/** How the service names itself in `context.library`; a test holds the version to package.json. */
export const LIBRARY = {
  name: '@storefront-events/shopify-webhooks',
  version: '0.1.0',
} as const;
