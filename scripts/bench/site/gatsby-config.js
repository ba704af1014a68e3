const segmentJs = { resolve: 'gatsby-plugin-segment-js' };
const prodKey = 'bench-key-0123';

const plugins = {
  ours: [
    {
      resolve: 'gatsby-plugin-storefront-events',
      options: {
        writeKey: prodKey,
        consent: {
          platform: 'vanilla-cookieconsent',
          categories: ['analytics', 'marketing'],
        },
      },
    },
  ],
  'segment-js': [{ ...segmentJs, options: { prodKey } }],
  'segment-js-manual': [
    { ...segmentJs, options: { prodKey, manualLoad: true } },
  ],
  gtag: [
    {
      resolve: 'gatsby-plugin-google-gtag',
      options: { trackingIds: ['G-BENCH'] },
    },
  ],
};

module.exports = { plugins: plugins[process.env.BENCH_CANDIDATE] ?? [] };
