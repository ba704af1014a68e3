import { createPlatform } from 'gatsby-plugin-storefront-events/platform';
import { checkFor } from './check.ts';
import { UNDECIDED } from './consent/consent.ts';
import { loadDecided } from './load-decided.ts';
import type { BrowserOptions } from './options.ts';
import type { StorefrontConfig } from './storefront-config.ts';
import { createStorefront } from './storefront.ts';
import type { RunningStorefront, Storefront } from './storefront-api.ts';

const nothing = () => undefined;

/** On the server, and in the browser before Gatsby has started the plugin: nobody has decided, nothing is kept. */
const closedStorefront: Storefront = {
  track: nothing,
  identify: nothing,
  reset: nothing,
  visitor: () => UNDECIDED,
  onVisitorChange: () => nothing,
  openConsent: nothing,
  setCart: nothing,
  hold: nothing,
  flush: () => Promise.resolve(),
  inspect: () => ({
    phase: 'waiting',
    reason: 'The plugin has not started.',
    held: 0,
    sent: 0,
    dropped: {},
  }),
};

let instance: RunningStorefront | undefined;

/** The storefront of this page, for code outside React. */
export function getStorefront(): Storefront {
  return instance ?? closedStorefront;
}

/** Starts the plugin in the browser, once; Gatsby's hooks call it. */
export function startStorefront(
  options: BrowserOptions,
  config: StorefrontConfig,
): RunningStorefront {
  const { consent } = options;
  const now = () => new Date();
  if (!instance)
    instance = createStorefront({
      options,
      config,
      platform: createPlatform({
        categories: consent ? consent.categories : [],
        window,
        now,
        custom: config.consentPlatform,
      }),
      loadDecided,
      check: checkFor(config, {
        options,
        window,
        now,
        storefront: () => instance,
      }),
      window,
      now,
    });
  return instance;
}
