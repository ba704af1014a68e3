import type { CategoryPreferences } from '@storefront-events/plan/wire';
import { whenThere } from './adapter.ts';

/** What Shopify asks a visitor for. */
export type ShopifyPurpose =
  'analytics' | 'marketing' | 'preferences' | 'sale_of_data';

/** What Shopify needs to know of a storefront that is not its own. */
export interface HeadlessStorefront {
  /** Where the checkout is: `checkout.shop.com`. */
  readonly checkoutRootDomain: string;
  /** Where this site is, so that both can read the same cookie: `shop.com`. */
  readonly storefrontRootDomain: string;
  /** The public token of the Storefront API. */
  readonly storefrontAccessToken: string;
}

/** The category that each of Shopify's purposes follows. One that is not named, or not answered, is left as it is. */
export type ShopifyMapping = Readonly<Partial<Record<ShopifyPurpose, string>>>;

/**
 * Hands a choice that another banner took to Shopify, so that its checkout and pixels respect it: once the Customer
 * Privacy API is there, which the site loads. Does nothing where Shopify has that choice already. Returns how to give up.
 *
 * @see https://shopify.dev/docs/api/customer-privacy
 */
export function writeToShopify(
  window: Window,
  storefront: HeadlessStorefront,
  mapping: ShopifyMapping,
  preferences: CategoryPreferences,
): () => void {
  const find = () => (window as WithShopify).Shopify?.customerPrivacy;
  return whenThere(window, find, (privacy) => {
    const answers = Object.entries(mapping).flatMap(
      ([purpose, category]): [string, boolean][] => {
        const answer = preferences[category];
        return answer === undefined ? [] : [[purpose, answer]];
      },
    );
    const said = privacy.currentVisitorConsent();
    if (answers.every(([purpose, is]) => said[purpose] === (is ? 'yes' : 'no')))
      return;
    privacy.setTrackingConsent(
      {
        ...Object.fromEntries(answers),
        headlessStorefront: true,
        ...storefront,
      },
      (result) => {
        if (result?.error !== undefined)
          console.error(
            'gatsby-plugin-storefront-events: Shopify did not take the consent:',
            result.error,
          );
      },
    );
  });
}

type WithShopify = Window & {
  readonly Shopify?: {
    readonly customerPrivacy?: {
      readonly currentVisitorConsent: () => Readonly<Record<string, unknown>>;
      readonly setTrackingConsent: (
        consent: object,
        callback: (result: { readonly error?: unknown } | undefined) => void,
      ) => void;
    };
  };
};
