import { DEFAULT_REQUIRED_CATEGORIES } from '@storefront-events/plan/wire';
import type { BeforeConsent } from './gate-state.ts';
import type { ConsentOptions, PluginOptions } from './options.ts';

/** The options with their defaults filled in. */
export interface Settings extends Omit<PluginOptions, 'consent'> {
  readonly consent: ConsentSettings;
  readonly beforeConsent: BeforeConsent;
  readonly deviceMode: boolean;
}

export type ConsentSettings = Required<Omit<ConsentOptions, 'region'>> &
  Pick<ConsentOptions, 'region'>;

/** Categories that mean sale or sharing, by the names consent platforms give them. */
const SALE_OR_SHARING =
  /^(marketing|advertising|advertisement|targeting|targetedAdvertising|sale|sharing|sale_of_data|C0004|MARKETING|purpose[23479])$/;

/** Fills in the defaults: docs/configuration.md. */
export function settingsOf(options: PluginOptions): Settings {
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
    },
  };
}
