import { DEFAULT_REQUIRED_CATEGORIES } from '@storefront-events/plan/wire';

/**
 * What a site owner writes in `gatsby-config`. Gatsby hands options to the browser as JSON, so nothing here is a
 * function: functions live in the one file a site shadows, see `config.ts`.
 */
export interface PluginOptions {
  /** Write key of the front-end source, from Segment: Sources → your website → Settings → API Keys. */
  readonly writeKey: string;
  readonly consent: ConsentOptions;
  /** Where Analytics.js reads its settings. Default `https://cdn.segment.com`. */
  readonly cdnURL?: string;
  /** Where events are sent, with its path. Default `https://api.segment.io/v1`. */
  readonly apiHost?: string;
}

export interface ConsentOptions {
  /** The consent platform the site uses; `custom` is the one given in the shadowed config file. */
  readonly platform: 'vanilla-cookieconsent' | 'custom';
  /** Every category the visitor is asked about, by the platform's ids. */
  readonly categories: readonly string[];
  /** The categories that must all be granted before Analytics.js is loaded. Default `['analytics']`. */
  readonly required?: readonly string[];
  /** The version of the privacy policy that the banner refers to. Default `'1'`. */
  readonly policyVersion?: string;
}

/** The options with their defaults filled in. */
export interface Settings {
  readonly writeKey: string;
  readonly cdnURL: string | undefined;
  readonly apiHost: string | undefined;
  readonly platform: ConsentOptions['platform'];
  readonly categories: readonly string[];
  readonly required: readonly string[];
  readonly policyVersion: string;
}

export function settingsOf({
  writeKey,
  cdnURL,
  apiHost,
  consent,
}: PluginOptions): Settings {
  return {
    writeKey,
    cdnURL,
    apiHost,
    platform: consent.platform,
    categories: consent.categories,
    required: consent.required ?? DEFAULT_REQUIRED_CATEGORIES,
    policyVersion: consent.policyVersion ?? '1',
  };
}
