import type { ConsentModel } from './consent/consent.ts';
import type { SignalMapping } from './consent/google-consent-mode.ts';
import type { BeforeConsent } from './gate-state.ts';
import type { PageOptions } from './page-options.ts';

/**
 * What a site owner writes in `gatsby-config`. Gatsby hands options to the browser as JSON, so nothing here is a
 * function: functions live in the one file a site shadows, see `config.ts`.
 */
export interface PluginOptions {
  /**
   * Write key of the front-end source, from Segment: Sources → your website → Settings → API Keys. Or one for each
   * environment, of which `GATSBY_ACTIVE_ENV` names the one in force.
   */
  readonly writeKey: string | WriteKeys | undefined;
  /** Lets `gatsby develop` send to the environment called `production`. Default false. */
  readonly allowProductionInDevelop?: boolean;
  /** Where the Segment workspace is: sets `cdnURL` and `apiHost` together. Default: what the source's settings say. */
  readonly region?: Region;
  /** Who asks the visitor, and for what. Without it the gate never opens. */
  readonly consent?: ConsentOptions;
  /** What becomes of calls made before a choice. Default `current-page`. */
  readonly beforeConsent?: BeforeConsent;
  /**
   * Lets Analytics.js load the scripts of device-mode destinations (GA4, Meta …). They cannot be unloaded, so a
   * withdrawal or narrowing then reloads the page. Default false.
   */
  readonly deviceMode?: boolean;
  /** Which categories a device-mode destination needs, by its name at Segment. Default: the source's own consent settings. */
  readonly integrationCategoryMappings?: Readonly<
    Record<string, readonly string[]>
  >;
  /** Where each choice is recorded: the webhook service's `/visitor`. It is also told of withdrawals. */
  readonly consentReceipts?: { readonly endpoint: string };
  /** Has Google's tags follow the choice: the category that each signal of its consent mode follows. */
  readonly googleConsentMode?: SignalMapping;
  /** Where Analytics.js reads its settings: an address, or a path of the shop's own. Default `https://cdn.segment.com`. */
  readonly cdnURL?: string;
  /** Where events are sent, with its path: an address, or a path of the shop's own. Default `https://api.segment.io/v1`. */
  readonly apiHost?: string;
  /** What is a page, and what it is called. By a function: `pageName` in the shadowed config file. */
  readonly pages?: PageOptions;
  /** The nonce of the inline script for Google's consent mode, or the placeholder your server replaces by it. */
  readonly nonce?: string;
  /** Shows the developer view in `gatsby develop`. Default true. */
  readonly developerView?: boolean;
}

/** A write key for each environment. That of an environment which is not in force may be missing. */
export type WriteKeys = Readonly<Record<string, string | undefined>>;

export type Region = 'us' | 'eu';

/** What of the options reaches the browser, see `resolve-options.ts`. */
export interface BrowserOptions extends Omit<
  PluginOptions,
  'writeKey' | 'region' | 'allowProductionInDevelop'
> {
  readonly writeKey: string;
}

/** The plugin in `gatsby-config`: `{ resolve, options } satisfies StorefrontPlugin`. */
export interface StorefrontPlugin {
  readonly resolve: 'gatsby-plugin-storefront-events';
  readonly options: PluginOptions;
}

export interface ConsentOptions {
  /** The consent platform the site uses; `custom` is the one given in the shadowed config file. */
  readonly platform: string;
  /** Every category the visitor is asked about, by the platform's ids. */
  readonly categories: readonly string[];
  /** The categories that must all be granted before Analytics.js is loaded. Default `['analytics']`. */
  readonly required?: readonly string[];
  /** The version of the privacy policy that the banner refers to. Default `'1'`. */
  readonly policyVersion?: string;
  /** How long a choice holds, in days. Default 180. */
  readonly lifetimeDays?: number;
  /** Whether silence is a no or a yes. Default `opt-in`. By region: `consentModel` in the shadowed config file. */
  readonly model?: ConsentModel;
  /** An address of yours that answers with the visitor's region (ISO 3166), in its body or in the header named. */
  readonly region?: { readonly url: string; readonly header?: string };
  /** The categories that mean sale or sharing, which Global Privacy Control refuses. Default: those of a common name. */
  readonly saleOrSharing?: readonly string[];
  /** Tells Segment of a withdrawal in one last, bare event. Never under Global Privacy Control. Default true. */
  readonly announceWithdrawal?: boolean;
}
