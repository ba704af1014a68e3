import type { ConsentPlatform } from './consent/platform.ts';
import type { Page } from './page.ts';

/** What a site can give in `src/gatsby-plugin-storefront-events/config.ts`. */
export interface StorefrontConfig {
  /** The consent platform, where `consent.platform` is `'custom'`. */
  readonly consentPlatform?: ConsentPlatform;
  /** The name of a page, for `page()`. Default: none, Segment shows the path. */
  readonly pageName?: (page: Page) => string | undefined;
}
