import { DEFAULT_REQUIRED_CATEGORIES } from '@storefront-events/plan/wire';
import type { BeforeConsent } from './gate-state.ts';
import type { BrowserOptions, ConsentOptions } from './options.ts';

/** The options with their defaults filled in. */
export interface Settings extends Omit<BrowserOptions, 'consent'> {
  readonly consent: ConsentSettings;
  readonly beforeConsent: BeforeConsent;
  readonly deviceMode: boolean;
}

export type ConsentSettings = Required<Omit<ConsentOptions, 'region'>> &
  Pick<ConsentOptions, 'region'>;

/** Categories that mean sale or sharing, by the names consent platforms give them. */
const SALE_OR_SHARING =
  /^(marketing|advertising|advertisement|targeting|targetedAdvertising|sale|sharing|sale_of_data|C0004|MARKETING|purpose[23479])$/;

/**
 * Fills in the defaults: docs/options.md.
 *
 * @param hasCustom the site's config file gives the platform of `custom`
 */
export function settingsOf(
  options: BrowserOptions,
  hasCustom = false,
): Settings {
  const { consent = { platform: 'none', categories: [] } } = options;
  return {
    ...options,
    beforeConsent: options.beforeConsent ?? 'current-page',
    deviceMode: options.deviceMode ?? false,
    consent: {
      required: DEFAULT_REQUIRED_CATEGORIES,
      policyVersion: '1',
      lifetimeDays: 180,
      model: 'opt-in',
      saleOrSharing: consent.categories.filter((category) =>
        SALE_OR_SHARING.test(category),
      ),
      announceWithdrawal: true,
      ...consent,
      // Where nobody is asked, nothing is ever granted, not by silence either: an empty list of requirements says so.
      ...(isAsked(consent.platform, hasCustom) ? {} : { required: [] }),
    },
  };
}

function isAsked(platform: string, hasCustom: boolean): boolean {
  return platform === 'custom' ? hasCustom : platform !== 'none';
}
