import { askForVisitor } from './ask-for-visitor';
import type { Money } from './products';

/** A customer as the account page shows them. */
export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly createdAt: string;
  readonly numberOfOrders: string;
  readonly orders: { readonly nodes: readonly OrderSummary[] };
  readonly addresses: { readonly nodes: readonly Address[] };
}

interface OrderSummary {
  readonly id: string;
  readonly name: string;
  readonly processedAt: string;
  readonly totalPrice: Money;
}

export interface Address extends AddressInput {
  readonly id: string;
}

export interface AddressInput {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly address1: string | null;
  readonly zip: string | null;
  readonly city: string | null;
  readonly country: string | null;
}

const CUSTOMER = `
  id email firstName lastName createdAt numberOfOrders
  orders(first: 10, reverse: true) { nodes { id name processedAt totalPrice { amount currencyCode } } }
  addresses(first: 10) { nodes { id firstName lastName address1 zip city country } }`;

const ERRORS = `customerUserErrors { message }`;
const TOKEN = `customerAccessToken { accessToken }`;

/** Who is signed in by this token; undefined if it has run out. */
export async function findCustomer(
  token: string,
): Promise<Customer | undefined> {
  const { customer } = await askForVisitor<{ customer: Customer | null }>(
    'query',
    `customer(customerAccessToken: $token) { ${CUSTOMER} }`,
    '$token: String!,',
    { token },
  );
  return customer ?? undefined;
}

/** Gives the token that stands for the customer from now on. */
export async function signIn(email: string, password: string) {
  const payload = await change<Signed>(
    `customerAccessTokenCreate(input: $input) { ${TOKEN} ${ERRORS} }`,
    '$input: CustomerAccessTokenCreateInput!,',
    { input: { email, password } },
  );
  return payload.customerAccessToken.accessToken;
}

export const signOut = (token: string) =>
  askForVisitor(
    'mutation',
    `customerAccessTokenDelete(customerAccessToken: $token) { deletedAccessToken }`,
    '$token: String!,',
    { token },
  );

export interface NewCustomer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
}

export const signUp = (input: NewCustomer) =>
  change(
    `customerCreate(input: $input) { customer { id } ${ERRORS} }`,
    '$input: CustomerCreateInput!,',
    { input },
  );

/** Has Shopify send a mail with a link to /account/reset/. */
export const recoverPassword = (email: string) =>
  change(`customerRecover(email: $email) { ${ERRORS} }`, '$email: String!,', {
    email,
  });

/** Sets a new password with what the mail's link says, and gives a token as `signIn` does. */
export async function resetPassword(
  customerId: string,
  resetToken: string,
  password: string,
) {
  const payload = await change<Signed>(
    `customerReset(id: $id, input: $input) { ${TOKEN} ${ERRORS} }`,
    '$id: ID!, $input: CustomerResetInput!,',
    {
      id: `gid://shopify/Customer/${customerId}`,
      input: { resetToken, password },
    },
  );
  return payload.customerAccessToken.accessToken;
}

/** Adds an address, or changes the one with this id. */
export async function saveAddress(
  token: string,
  address: AddressInput,
  id: string | undefined,
): Promise<string> {
  const [name, parameter, argument] =
    id === undefined
      ? ['customerAddressCreate', '', '']
      : ['customerAddressUpdate', '$id: ID!,', 'id: $id,'];
  const payload = await change<{ customerAddress: { id: string } }>(
    `${name}(customerAccessToken: $token, ${argument} address: $address) { customerAddress { id } ${ERRORS} }`,
    `$token: String!, $address: MailingAddressInput!, ${parameter}`,
    { token, address, id },
  );
  return payload.customerAddress.id;
}

export const removeAddress = (token: string, id: string) =>
  change(
    `customerAddressDelete(customerAccessToken: $token, id: $id) { deletedCustomerAddressId ${ERRORS} }`,
    '$token: String!, $id: ID!,',
    { token, id },
  );

interface Signed {
  readonly customerAccessToken: { readonly accessToken: string };
}

/** @throws Shopify's own words where it refuses */
async function change<Payload = unknown>(
  mutation: string,
  parameters: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Payload> {
  const { payload } = await askForVisitor<{
    payload: Payload & {
      customerUserErrors: readonly { readonly message: string }[];
    };
  }>('mutation', `payload: ${mutation}`, parameters, variables);
  const [error] = payload.customerUserErrors;
  if (error) throw new Error(error.message);
  return payload;
}
