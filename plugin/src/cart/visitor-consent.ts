import type { Visitor } from '../consent/consent.ts';

/** What Shopify asks a visitor for, and the category of yours that each follows. */
export type VisitorConsentMapping = Readonly<
  Partial<
    Record<'analytics' | 'marketing' | 'preferences' | 'saleOfData', string>
  >
>;

/**
 * The Storefront API's `VisitorConsent`, for `@inContext(visitorConsent: …)` on cart queries and mutations: Shopify then
 * puts the choice into `checkoutUrl`, so that the checkout knows it too. Undefined where nobody has decided: leave the
 * argument out then.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/input-objects/VisitorConsent
 */
export function visitorConsent(
  { consent }: Pick<Visitor, 'consent'>,
  mapping: VisitorConsentMapping,
): Partial<Record<keyof VisitorConsentMapping, boolean>> | undefined {
  if (consent.status === 'unknown') return undefined;
  const answers = Object.entries(mapping).flatMap(
    ([purpose, category]): [string, boolean][] => {
      const answer = consent.categoryPreferences[category];
      return answer === undefined ? [] : [[purpose, answer]];
    },
  );
  return answers.length > 0 ? Object.fromEntries(answers) : undefined;
}
