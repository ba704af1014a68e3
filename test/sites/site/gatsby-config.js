/** What a test wants of the site. */
const { pathPrefix, offline, times, segment } = JSON.parse(
  process.env.TEST_SITE,
);

const storefrontEvents = {
  resolve: 'gatsby-plugin-storefront-events',
  options: {
    writeKey: segment.writeKey,
    cdnURL: segment.url,
    apiHost: `${segment.url}/v1`,
    consent: {
      platform: 'vanilla-cookieconsent',
      categories: ['analytics', 'marketing'],
      region: { url: `${pathPrefix ?? ''}/region` },
    },
    pages: { names: [{ path: '/product', name: 'Product' }] },
  },
};

module.exports = {
  jsxRuntime: 'classic',
  trailingSlash: 'always',
  ...(pathPrefix && { pathPrefix }),
  plugins: [
    ...Array.from({ length: times }, () => storefrontEvents),
    ...(offline ? ['gatsby-plugin-offline'] : []),
  ],
};
