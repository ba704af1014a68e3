import type { GatsbyConfig } from 'gatsby';
import type { PluginOptions } from 'gatsby-plugin-storefront-events';

const config: GatsbyConfig = {
  siteMetadata: { title: 'Kettle & Leaf' },
  // React 19 and Gatsby's Head API need the classic runtime: Gatsby patches React.createElement for it.
  jsxRuntime: 'classic',
  trailingSlash: 'always',
  plugins: [
    {
      resolve: 'gatsby-plugin-storefront-events',
      options: {
        writeKey: process.env['SEGMENT_WRITE_KEY'] ?? '',
        consent: {
          platform: 'vanilla-cookieconsent',
          categories: ['analytics', 'marketing'],
        },
        // Each choice is recorded by the webhook service, which also learns of withdrawals.
        ...(process.env['CONSENT_RECEIPTS_ENDPOINT'] !== undefined && {
          consentReceipts: {
            endpoint: process.env['CONSENT_RECEIPTS_ENDPOINT'],
          },
        }),
        // For the local stand-in only; a real site leaves them out.
        ...(process.env['SEGMENT_CDN_URL'] !== undefined && {
          cdnURL: process.env['SEGMENT_CDN_URL'],
        }),
        ...(process.env['SEGMENT_API_HOST'] !== undefined && {
          apiHost: process.env['SEGMENT_API_HOST'],
        }),
      } satisfies PluginOptions,
    },
  ],
};

export default config;
