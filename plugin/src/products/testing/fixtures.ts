/** Products as each client gives them, written by us. The source of each shape stands beside it. */

/** @see https://shopify.dev/docs/api/storefront/2026-04/objects/Product */
export const storefront = {
  id: 'gid://shopify/Product/7982301',
  title: 'Sencha',
  handle: 'sencha',
  vendor: 'Kettle & Leaf',
  productType: 'Green tea',
  onlineStoreUrl: null,
  featuredImage: { url: 'https://cdn.shopify.com/sencha.jpg' },
  priceRange: { minVariantPrice: { amount: '12.5', currencyCode: 'EUR' } },
};

/** @see https://shopify.dev/docs/api/storefront/2026-04/objects/ProductVariant */
export const storefrontVariant = {
  id: 'gid://shopify/ProductVariant/43982301',
  title: '100 g',
  sku: 'TEA-SEN-100',
  price: { amount: '12.5', currencyCode: 'EUR' },
  selectedOptions: [{ name: 'Weight', value: '100 g' }],
  image: { url: '//cdn.shopify.com/sencha-100.jpg' },
};

/** @see node_modules/shopify-buy/index.es.js, ProductFragment and VariantFragment of version 3.0.7 */
export const buy = {
  id: 'gid://shopify/Product/7982301',
  title: 'Sencha',
  handle: 'sencha',
  vendor: 'Kettle & Leaf',
  productType: 'Green tea',
  onlineStoreUrl: 'https://shop.example/products/sencha',
  images: [
    {
      id: 'gid://shopify/ProductImage/1',
      src: 'https://cdn.shopify.com/sencha.jpg',
    },
  ],
  variants: [
    {
      id: 'gid://shopify/ProductVariant/43982301',
      title: '100 g',
      sku: 'TEA-SEN-100',
      price: { amount: '12.5', currencyCode: 'EUR' },
      selectedOptions: [{ name: 'Weight', value: '100 g' }],
      image: { src: 'https://cdn.shopify.com/sencha-100.jpg' },
    },
  ],
};

/**
 * Nodes of gatsby-source-shopify 10.1.0: its `type-builders/product-type.js` and `product-variant-type.js`. `id` is
 * Gatsby's, Shopify's has become `shopifyId`; prices are Float.
 */
export const gatsby = {
  id: '4d1a4c2e-0000-5000-8000-000000000001',
  shopifyId: 'gid://shopify/Product/7982301',
  storefrontId: 'gid://shopify/Product/7982301',
  legacyResourceId: '7982301',
  title: 'Sencha',
  handle: 'sencha',
  vendor: 'Kettle & Leaf',
  productType: 'Green tea',
  onlineStoreUrl: null,
  featuredImage: { originalSrc: 'https://cdn.shopify.com/sencha.jpg' },
  priceRangeV2: { minVariantPrice: { amount: 12.5, currencyCode: 'EUR' } },
};

export const gatsbyVariant = {
  id: '4d1a4c2e-0000-5000-8000-000000000002',
  shopifyId: 'gid://shopify/ProductVariant/43982301',
  legacyResourceId: '43982301',
  title: '100 g',
  sku: 'TEA-SEN-100',
  price: 12.5,
  selectedOptions: [{ name: 'Weight', value: '100 g' }],
  image: { originalSrc: 'https://cdn.shopify.com/sencha-100.jpg' },
};

/** The same, which nothing can be written to. */
export function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFrozen);
    Object.freeze(value);
  }
  return value;
}
