import type { Plan } from '@storefront-events/plan';
import type { Violation } from '@storefront-events/plan/validate';
import type { ConsentModel } from './consent/consent.ts';
import type { CustomPlatform } from './consent/platform.ts';
import type { Receipt } from './consent/receipt.ts';
import type { PageName } from './page-options.ts';
import type { Page } from './page.ts';

/** What a site can give in `src/gatsby-plugin-storefront-events/config.ts`. */
export interface StorefrontConfig {
  /** The consent platform, where `consent.platform` is `'custom'`: three functions. */
  readonly consentPlatform?: CustomPlatform;
  /** Shows the consent platform's preferences, where the platform leaves nothing to call in the page. */
  readonly openConsent?: () => void;
  /** Whether silence is a no or a yes where the visitor is (ISO 3166); take an unknown region for `opt-in`. */
  readonly consentModel?: (region: string | undefined) => ConsentModel;
  /** Called for each choice that is made on this page, with the proof of it. */
  readonly onReceipt?: (receipt: Receipt) => void;
  /**
   * What `page()` calls a page: a name, or a name and its category. Asked when the page is sent. Default: what
   * `pages.names` in the options says, else none: Segment shows the path.
   */
  readonly pageName?: (page: Page) => string | PageName | undefined;
  /**
   * The store's own plan, made with `extendPlan`, to hold events against while developing. Keep it out of production:
   * `process.env.NODE_ENV === 'production' ? undefined : () => import('./plan').then(({ plan }) => plan)`.
   */
  readonly plan?: (() => Promise<Plan>) | undefined;
  /** Called for each violation while developing, beside the warning in the console. In a test it may throw. */
  readonly onViolation?: (violation: Violation) => void;
}
