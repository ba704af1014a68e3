import { loadAnalytics } from './load-analytics.ts';
import { checkFor } from './check.ts';
import type { ConsentPlatform } from './consent/platform.ts';
import { vanillaCookieConsent } from './consent/platforms/vanilla-cookieconsent.ts';
import { initialGate } from './gate.ts';
import { settingsOf, type PluginOptions, type Settings } from './options.ts';
import type { StorefrontConfig } from './storefront-config.ts';
import { BrowserStorefront, UNDECIDED, type Storefront } from './storefront.ts';

/** On the server, and in the browser before Gatsby has started the plugin: nobody has decided, nothing is kept. */
const closedStorefront: Storefront = {
  track: () => undefined,
  visitor: () => UNDECIDED,
  onVisitorChange: () => () => undefined,
  hold: () => undefined,
  flush: () => Promise.resolve(),
  inspect: () => initialGate,
};

let instance: BrowserStorefront | undefined;

/** The storefront of this page, for code outside React. */
export function getStorefront(): Storefront {
  return instance ?? closedStorefront;
}

/** Starts the plugin in the browser, once; Gatsby's hooks call it. */
export function startStorefront(
  options: PluginOptions,
  config: StorefrontConfig,
): BrowserStorefront {
  const settings = settingsOf(options);
  instance ??= new BrowserStorefront({
    settings,
    config,
    platform: platformOf(settings, config),
    load: loadAnalytics,
    check: checkFor(config),
    window,
    now: () => new Date(),
  });
  return instance;
}

function platformOf(
  { platform, categories }: Settings,
  config: StorefrontConfig,
): ConsentPlatform {
  switch (platform) {
    case 'vanilla-cookieconsent':
      return vanillaCookieConsent(categories, window);
    case 'custom':
      if (config.consentPlatform) return config.consentPlatform;
      console.error(
        "gatsby-plugin-storefront-events: consent.platform is 'custom', but " +
          'src/gatsby-plugin-storefront-events/config.ts gives no consentPlatform. Nothing will be sent.',
      );
      return { watch: () => () => undefined };
  }
}
