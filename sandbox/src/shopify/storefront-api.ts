import type { FastifyInstance } from 'fastify';
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { buyerOf, type Buyer, type Context } from './context.ts';
import { notImplemented } from './not-implemented.ts';

/** What a client posts. */
interface GraphqlRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** Adds the Storefront API, for every version Shopify may call it by. As usual with GraphQL, errors are answered with 200. */
export function addStorefrontApi(
  app: FastifyInstance,
  schema: GraphQLSchema,
  where: () => Omit<Context, keyof Buyer>,
): void {
  // shopify-buy asks without the ending.
  for (const path of ['graphql.json', 'graphql'])
    app.post<{ Body: GraphqlRequest | null }>(
      `/api/:version/${path}`,
      ({ body }) => answer(schema, body ?? {}, where()),
    );
}

async function answer(
  schema: GraphQLSchema,
  { query, variables, operationName }: GraphqlRequest,
  where: Omit<Context, keyof Buyer>,
): Promise<ExecutionResult> {
  const document = read(schema, query);
  if (!('kind' in document)) return document;
  const name = typeof operationName === 'string' ? operationName : null;
  const operation = getOperationAST(document, name);
  if (!operation)
    return { errors: [new GraphQLError('An operation name is required')] };
  const values = (variables ?? {}) as Record<string, unknown>;
  try {
    const buyer = buyerOf(schema, operation, values);
    return await execute({
      schema,
      document,
      operationName: name,
      variableValues: values,
      rootValue: {},
      contextValue: { ...where, ...buyer } satisfies Context,
      fieldResolver: fieldOf,
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** The document, or what is wrong with it. */
function read(
  schema: GraphQLSchema,
  query: unknown,
): DocumentNode | { readonly errors: readonly GraphQLError[] } {
  if (typeof query !== 'string' || query === '')
    return {
      errors: [new GraphQLError('No query was sent: { "query": "…" }')],
    };
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : document;
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** What a field without a resolver of its own is: a property that its object has. Anything else nobody has written yet. */
const fieldOf: GraphQLFieldResolver<unknown, Context, unknown> = (
  source,
  given,
  context,
  { fieldName, parentType },
) => {
  if (
    typeof source === 'object' &&
    source !== null &&
    Object.hasOwn(source, fieldName)
  ) {
    const value = (source as Readonly<Record<string, unknown>>)[fieldName];
    return isLazy(value) ? value(given, context) : value;
  }
  throw notImplemented(`${parentType.name}.${fieldName}`);
};

/** A value that is reckoned only if somebody asks, or that needs the arguments. */
function isLazy(
  value: unknown,
): value is (given: unknown, context: Context) => unknown {
  return typeof value === 'function';
}
