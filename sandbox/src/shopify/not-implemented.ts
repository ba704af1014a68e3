import { GraphQLError } from 'graphql';

/** The error for what Shopify has and this stand-in has not: it names it, and says what one can do. */
export function notImplemented(what: string): GraphQLError {
  return new GraphQLError(
    `The local Shopify stand-in does not implement ${what}. Leave it out, add it in sandbox/src/shopify/resolvers/, ` +
      'or use a real shop (GATSBY_SHOPIFY_STORE and GATSBY_SHOPIFY_TOKEN).',
    { extensions: { code: 'NOT_IMPLEMENTED', what } },
  );
}
