import type { Plan } from '@storefront-events/plan';
import type { Violation } from '@storefront-events/plan/validate';
import type { ConsentPlatform } from './consent/platform.ts';
import type { Page } from './page.ts';

/** What a site can give in `src/gatsby-plugin-storefront-events/config.ts`. */
export interface StorefrontConfig {
  /** The consent platform, where `consent.platform` is `'custom'`. */
  readonly consentPlatform?: ConsentPlatform;
  /** The name of a page, for `page()`. Default: none, Segment shows the path. */
  readonly pageName?: (page: Page) => string | undefined;
  /**
   * The store's own plan, made with `extendPlan`, to hold events against while developing. Keep it out of production:
   * `process.env.NODE_ENV === 'production' ? undefined : () => import('./plan').then(({ plan }) => plan)`.
   */
  readonly plan?: (() => Promise<Plan>) | undefined;
  /** Called for each violation while developing, beside the warning in the console. In a test it may throw. */
  readonly onViolation?: (violation: Violation) => void;
}
