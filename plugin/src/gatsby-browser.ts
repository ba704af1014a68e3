import type { GatsbyBrowser } from 'gatsby';
import { startStorefront } from './instance.ts';
import type { PluginOptions } from './options.ts';
import type { StorefrontConfig } from './storefront-config.ts';

/** Gatsby's browser hooks, given what the site's config file exports. */
export function browserHooks(
  config: StorefrontConfig,
): Required<
  Pick<GatsbyBrowser, 'onClientEntry' | 'onPreRouteUpdate' | 'onRouteUpdate'>
> {
  const start = (options: unknown) =>
    startStorefront(options as PluginOptions, config);
  return {
    onClientEntry: (_, options) => {
      guarded(() => start(options));
    },
    onPreRouteUpdate: ({ location }, options) => {
      guarded(() => {
        start(options).onPreRouteUpdate(location);
      });
    },
    onRouteUpdate: (_, options) => {
      guarded(() => {
        start(options).onRouteUpdate();
      });
    },
  };
}

/** Gatsby takes the page down when a hook throws; counting visits is not worth that. */
function guarded(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    console.error('gatsby-plugin-storefront-events:', error);
  }
}
