import type { GatsbyBrowser } from 'gatsby';
import { guarded } from './guarded.ts';
import { startStorefront } from './instance.ts';
import type { BrowserOptions } from './options.ts';
import type { StorefrontConfig } from './storefront-config.ts';

/** Gatsby's browser hooks, given what the site's config file exports. Gatsby takes the page down when one throws. */
export function browserHooks(
  config: StorefrontConfig,
): Required<
  Pick<GatsbyBrowser, 'onClientEntry' | 'onPreRouteUpdate' | 'onRouteUpdate'>
> {
  // `gatsby-node` has checked the options.
  const start = (options: unknown) =>
    startStorefront(options as BrowserOptions, config);
  return {
    onClientEntry(_, options) {
      guarded(() => start(options));
    },
    onPreRouteUpdate({ location }, options) {
      guarded(() => {
        start(options).onPreRouteUpdate(location);
      });
    },
    onRouteUpdate(_, options) {
      guarded(() => {
        start(options).onRouteUpdate();
      });
    },
  };
}
