import { getStorefront } from 'gatsby-plugin-storefront-events';
import { visitorConsent } from 'gatsby-plugin-storefront-events/cart/visitor-consent';
import { ask } from './storefront-api';

/** Which of this shop's categories answers what Shopify asks. */
const CONSENT = {
  analytics: 'analytics',
  marketing: 'marketing',
  saleOfData: 'marketing',
};

/**
 * Asks the Storefront API for a visitor of this page. What they have decided goes along, so that Shopify's checkout knows
 * it too; before they have, the variable is left out, and so the argument.
 *
 * @param selection what is asked for, such as `cart(id: $id) { id }`
 * @param parameters its variables' types, such as `$id: ID!`
 * @see https://shopify.dev/docs/api/storefront/latest/input-objects/VisitorConsent
 */
export function askForVisitor<Data>(
  kind: 'query' | 'mutation',
  selection: string,
  parameters = '',
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  return ask<Data>(
    `${kind} (${parameters} $visitorConsent: VisitorConsent)
       @inContext(visitorConsent: $visitorConsent) { ${selection} }`,
    {
      ...variables,
      visitorConsent: visitorConsent(getStorefront().visitor(), CONSENT),
    },
  );
}
