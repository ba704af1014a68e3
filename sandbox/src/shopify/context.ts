import type { VisitorConsent } from '@shopify/hydrogen-react/storefront-api-types';
import {
  getDirectiveValues,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { countryOf, type Country } from './markets.ts';
import type { Currency } from './money.ts';
import type { PasswordReset } from './mails.ts';
import type { ShopState } from './state.ts';

/** Who asks, and where the answer is given. */
export interface Context extends Buyer {
  readonly state: ShopState;
  /** Where this server is. */
  readonly origin: string;
  /** Where the shop's site is. */
  readonly siteUrl: string;
  /** The page of the site where a new password is chosen. */
  readonly passwordResetUrl: (reset: PasswordReset) => string;
}

/** What an operation says of its buyer, by `@inContext`. */
export interface Buyer {
  readonly country: Country;
  readonly currency: Currency;
  /** Omitted is not the same as refused: the visitor has not been asked. */
  readonly visitorConsent: VisitorConsent | undefined;
}

/**
 * Reads the directive `@inContext` of an operation.
 *
 * @see https://shopify.dev/docs/api/storefront/latest#directives
 */
export function buyerOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Buyer {
  const directive = schema.getDirective('inContext');
  const values: { country?: string; visitorConsent?: VisitorConsent | null } =
    (directive && getDirectiveValues(directive, operation, variables)) ?? {};
  const country = countryOf(values.country);
  return {
    country,
    currency: country.currency,
    visitorConsent: values.visitorConsent ?? undefined,
  };
}
