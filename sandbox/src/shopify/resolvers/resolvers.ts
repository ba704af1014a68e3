import type { addResolversToSchema } from '@graphql-tools/schema';
import { cartResolvers } from './cart.ts';
import { cartMutations } from './cart-mutations.ts';
import { collectionResolvers } from './collection.ts';
import { customerMutations, customerResolvers } from './customer.ts';
import { orderResolvers } from './order.ts';
import { possibleTypes } from './possible-types.ts';
import { productResolvers } from './product.ts';
import { queries } from './query.ts';
import { shopResolvers } from './shop.ts';
import { variantResolvers } from './variant.ts';

/** What answers the schema, by type and field. A field that is in none of them is taken from its object, if it is there. */
export const resolvers: Parameters<
  typeof addResolversToSchema
>[0]['resolvers'] = {
  QueryRoot: queries,
  Mutation: { ...cartMutations, ...customerMutations },
  ...shopResolvers,
  ...productResolvers,
  ...variantResolvers,
  ...collectionResolvers,
  ...cartResolvers,
  ...customerResolvers,
  ...orderResolvers,
  ...possibleTypes,
};
