import type { GatsbyNode } from 'gatsby';
import type { BrowserOptions } from './options.ts';

export { pluginOptionsSchema } from './plugin-options-schema.ts';

const PACKAGE = 'gatsby-plugin-storefront-events';

/** Takes the one consent platform the site uses into its bundle, and no other. */
export const onCreateWebpackConfig: NonNullable<
  GatsbyNode['onCreateWebpackConfig']
> = ({ actions }, options) => {
  const { consent } = options as unknown as BrowserOptions;
  actions.setWebpackConfig({
    resolve: {
      alias: {
        [`${PACKAGE}/platform$`]: `${PACKAGE}/platforms/${consent?.platform ?? 'none'}`,
      },
    },
  });
};

/** Says so where nobody will ever be asked. */
export const onPreInit: NonNullable<GatsbyNode['onPreInit']> = (
  { reporter },
  options,
) => {
  const { consent } = options as unknown as BrowserOptions;
  if ((consent?.platform ?? 'none') === 'none')
    reporter.warn(
      `${PACKAGE}: "consent" is missing: without a consent platform nobody is asked, and nothing is ever sent.`,
    );
};
