import { addResolversToSchema } from '@graphql-tools/schema';
import {
  buildClientSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { resolvers } from './resolvers/resolvers.ts';

/** Shopify's own description of the Storefront API, as it publishes it beside its React components. */
const PUBLISHED: string = '@shopify/hydrogen-react/storefront.schema.json';

/**
 * The Storefront API's schema as Shopify publishes it, answered by this stand-in's resolvers.
 *
 * @see https://shopify.dev/docs/api/storefront/latest
 */
export async function loadSchema(): Promise<GraphQLSchema> {
  const { default: introspection } = (await import(PUBLISHED, {
    with: { type: 'json' },
  })) as { default: IntrospectionQuery };
  return addResolversToSchema({
    // Shopify has made sure that it is valid; checking it again would double the time.
    schema: buildClientSchema(introspection, { assumeValid: true }),
    resolvers,
    updateResolversInPlace: true,
  });
}
