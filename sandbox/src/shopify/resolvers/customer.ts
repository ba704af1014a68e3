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
  defaultAddress: () => null,
  addresses: (_: Customer, page: PageArguments) =>
    connection<never>([], page, String),
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

interface Signed {
  readonly customerAccessToken: string;
}

const INVALID_TOKEN: CustomerUserError = {
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

function errors(list: readonly CustomerUserError[]) {
  return { customerUserErrors: list, userErrors: list };
}
