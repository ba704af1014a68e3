import {
  customerGid,
  isError,
  type AccessToken,
  type Customer,
  type CustomerInput,
  type CustomerUserError,
} from '../customers.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { orderGid } from '../order/order.ts';
import { timeText } from '../time.ts';
import { noMetafields } from './metafield.ts';

/** @see https://shopify.dev/docs/api/storefront/latest/objects/Customer */
const fields = {
  ...noMetafields,
  id: customerGid,
  displayName: ({ firstName, lastName, email }: Customer) =>
    [firstName, lastName].filter(Boolean).join(' ') || email,
  createdAt: ({ createdAt }: Customer) => timeText(createdAt),
  updatedAt: ({ updatedAt }: Customer) => timeText(updatedAt),
  tags: () => [],
  avatarUrl: () => null,
  socialLoginProvider: () => null,
  defaultAddress: (self: Customer, _: object, { state }: Context) =>
    state.addresses.of(self)[0] ?? null,
  addresses: (self: Customer, page: PageArguments, { state }: Context) =>
    connection(state.addresses.of(self), page, ({ id }) => id),
  numberOfOrders: ({ id }: Customer, _: object, { state }: Context) =>
    String(state.orders.of(id).length),
  orders: ({ id }: Customer, page: PageArguments, { state }: Context) =>
    connection(state.orders.of(id), page, orderGid),
};

export const customerResolvers = {
  Customer: fields,
  CustomerAccessToken: {
    expiresAt: ({ expiresAt }: AccessToken) => timeText(expiresAt),
  },
};

/** What only a signed-in customer may do carries their token. */
export interface Signed {
  readonly customerAccessToken: string;
}

export const INVALID_TOKEN: CustomerUserError = {
  code: 'TOKEN_INVALID',
  message: 'Invalid customer access token',
  field: ['customerAccessToken'],
};

export const customerMutations = {
  customerCreate: (
    _: unknown,
    { input }: { input: CustomerInput },
    { state }: Context,
  ) => customerPayload(state.customers.create(input)),
  customerUpdate: (
    _: unknown,
    { customer, customerAccessToken }: Signed & { customer: CustomerInput },
    { state }: Context,
  ) => {
    const self = state.customers.byToken(customerAccessToken);
    return {
      ...customerPayload(
        self ? state.customers.update(self, customer) : INVALID_TOKEN,
      ),
      customerAccessToken: null,
    };
  },
  customerAccessTokenCreate: (
    _: unknown,
    { input }: { input: { email: string; password: string } },
    { state }: Context,
  ) => {
    const signedIn = state.customers.signIn(input.email, input.password);
    return isError(signedIn)
      ? { customerAccessToken: null, ...errors([signedIn]) }
      : { customerAccessToken: signedIn, ...errors([]) };
  },
  customerAccessTokenDelete: (
    _: unknown,
    { customerAccessToken }: Signed,
    { state }: Context,
  ) => {
    const wasSignedIn = state.customers.signOut(customerAccessToken);
    return {
      deletedAccessToken: wasSignedIn ? customerAccessToken : null,
      deletedCustomerAccessTokenId: wasSignedIn ? customerAccessToken : null,
      userErrors: wasSignedIn ? [] : [INVALID_TOKEN],
    };
  },
};

function customerPayload(result: Customer | CustomerUserError) {
  return isError(result)
    ? { customer: null, ...errors([result]) }
    : { customer: result, ...errors([]) };
}

/** What was done wrongly, by its present name and its former one. */
export function errors(list: readonly CustomerUserError[]) {
  return { customerUserErrors: list, userErrors: list };
}
