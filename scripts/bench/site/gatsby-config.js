const plugins = {
  none: [],
  'gatsby-plugin-storefront-events': [
    {
      resolve: 'gatsby-plugin-storefront-events',
      options: {
        writeKey: 'bench',
        consent: { platform: 'custom', categories: ['analytics'] },
      },
    },
  ],
};

module.exports = { plugins: plugins[process.env.BENCH_PLUGIN] };
