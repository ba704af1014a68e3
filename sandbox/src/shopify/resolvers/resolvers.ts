import type { addResolversToSchema } from '@graphql-tools/schema';
import { addressMutations, addressResolvers } from './address.ts';
import { cartResolvers } from './cart.ts';
import { cartMutations } from './cart-mutations.ts';
import { collectionResolvers } from './collection.ts';
import { customerMutations, customerResolvers } from './customer.ts';
import { orderResolvers } from './order.ts';
import { passwordMutations } from './password.ts';
import { possibleTypes } from './possible-types.ts';
import { productResolvers } from './product.ts';
import { queries } from './query.ts';
import { sellingPlanResolvers } from './selling-plan.ts';
import { shopResolvers } from './shop.ts';
import { variantResolvers } from './variant.ts';

/** What answers the schema, by type and field. A field that is in none of them is taken from its object, if it is there. */
export const resolvers: Parameters<
  typeof addResolversToSchema
>[0]['resolvers'] = {
  QueryRoot: queries,
  Mutation: {
    ...cartMutations,
    ...customerMutations,
    ...addressMutations,
    ...passwordMutations,
  },
  ...shopResolvers,
  ...productResolvers,
  ...variantResolvers,
  ...collectionResolvers,
  ...sellingPlanResolvers,
  ...cartResolvers,
  ...customerResolvers,
  ...addressResolvers,
  ...orderResolvers,
  ...possibleTypes,
};
