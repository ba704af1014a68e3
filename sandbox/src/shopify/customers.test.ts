import { mutate, newCart, pay } from './testing/carts.ts';
import { startStandIn, type StandIn } from './testing/stand-in.ts';

let shop: StandIn;

beforeEach(async () => {
  shop = await startStandIn();
});

afterEach(() => shop.close());

const signIn = async (
  email = 'ada@example.com',
  password = 'kettle-and-leaf',
) => {
  const { result } = await shop.get<{
    result: {
      customerAccessToken: { accessToken: string } | null;
      customerUserErrors: readonly object[];
    };
  }>(
    `mutation ($input: CustomerAccessTokenCreateInput!) {
      result: customerAccessTokenCreate(input: $input) {
        customerAccessToken { accessToken expiresAt } customerUserErrors { code message }
      }
    }`,
    { input: { email, password } },
  );
  return result;
};

const tokenOf = async (email?: string, password?: string) =>
  (await signIn(email, password)).customerAccessToken?.accessToken ?? '';

const customer = async (token: string) => {
  const data = await shop.get<{ customer: object | null }>(
    `query ($token: String!) {
      customer(customerAccessToken: $token) {
        id email firstName displayName acceptsMarketing numberOfOrders
        orders(first: 9) { totalCount nodes { name totalPrice { amount currencyCode } lineItems(first: 9) { nodes { title quantity variant { sku } } } } }
      }
    }`,
    { token },
  );
  return data.customer;
};

const create = (input: object) =>
  shop.get(
    'mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id email } customerUserErrors { code field } } }',
    { input },
  );

describe('the demo account', () => {
  it('signs in and out', async () => {
    const token = await tokenOf();
    expect(await customer(token)).toMatchObject({
      id: 'gid://shopify/Customer/115310627314723954',
      displayName: 'Ada Lovelace',
      numberOfOrders: '0',
    });
    const out =
      'mutation ($token: String!) { customerAccessTokenDelete(customerAccessToken: $token) { deletedAccessToken userErrors { message } } }';
    expect(await shop.get(out, { token })).toEqual({
      customerAccessTokenDelete: { deletedAccessToken: token, userErrors: [] },
    });
    expect(await customer(token)).toBeNull();
    expect(await shop.get(out, { token })).toMatchObject({
      customerAccessTokenDelete: {
        deletedAccessToken: null,
        userErrors: [{ message: 'Invalid customer access token' }],
      },
    });
  });

  it('is closed to a wrong password', async () => {
    expect(await signIn('ada@example.com', 'wrong')).toEqual({
      customerAccessToken: null,
      customerUserErrors: [
        { code: 'UNIDENTIFIED_CUSTOMER', message: 'Unidentified customer' },
      ],
    });
  });

  it('has the orders that were placed with it, whatever address they are sent to', async () => {
    const token = await tokenOf();
    const cart = await newCart(shop);
    await mutate(
      shop,
      'cartBuyerIdentityUpdate',
      { cartId: 'ID!', buyerIdentity: 'CartBuyerIdentityInput!' },
      { cartId: cart.id, buyerIdentity: { customerAccessToken: token } },
    );
    await pay(cart, 'office@example.com');
    expect(await customer(token)).toMatchObject({
      numberOfOrders: '1',
      orders: {
        totalCount: 1,
        nodes: [
          {
            name: '#1001',
            totalPrice: { amount: '29.9', currencyCode: 'EUR' },
            lineItems: {
              nodes: [
                {
                  title: 'Sencha',
                  quantity: 2,
                  variant: { sku: 'TEA-SEN-100' },
                },
              ],
            },
          },
        ],
      },
    });
    await shop.untilReceived(1);
    expect(JSON.parse(shop.received[0]?.body ?? '')).toMatchObject({
      email: 'office@example.com',
      customer: { email: 'ada@example.com', first_name: 'Ada' },
    });
    expect(shop.received[0]?.body).toContain('"id":115310627314723954,');
  });
});

describe('a new account', () => {
  const input = {
    email: 'Bob@example.com',
    password: 'teapot',
    firstName: 'Bob',
  };

  it('is made, signs in, and is changed', async () => {
    expect(await create(input)).toMatchObject({
      customerCreate: {
        customer: { email: 'bob@example.com' },
        customerUserErrors: [],
      },
    });
    const token = await tokenOf('bob@example.com', 'teapot');
    await shop.get(
      'mutation ($token: String!) { customerUpdate(customerAccessToken: $token, customer: { acceptsMarketing: true, lastName: "Barker" }) { customer { id } customerUserErrors { code } } }',
      { token },
    );
    expect(await customer(token)).toMatchObject({
      displayName: 'Bob Barker',
      acceptsMarketing: true,
    });
  });

  it('takes over what its address bought as a guest', async () => {
    await pay(await newCart(shop), 'bob@example.com');
    await create(input);
    const token = await tokenOf('bob@example.com', 'teapot');
    expect(await customer(token)).toMatchObject({ numberOfOrders: '1' });
  });

  it.each([
    ['taken', { ...input, email: 'ada@example.com' }, 'TAKEN', 'email'],
    ['no address', { ...input, email: 'bob' }, 'INVALID', 'email'],
    [
      'a short password',
      { ...input, password: 'tea' },
      'TOO_SHORT',
      'password',
    ],
  ])('is refused: %s', async (_, wrong, code, field) => {
    expect(await create(wrong)).toEqual({
      customerCreate: {
        customer: null,
        customerUserErrors: [{ code, field: ['input', field] }],
      },
    });
  });
});

describe('the addresses of an account', () => {
  const FIELDS =
    'customerAddress { id name city countryCode formatted } customerUserErrors { code message }';
  const addressesOf = async (token: string) => {
    const data = await shop.get<{
      customer: { addresses: { nodes: readonly object[] } };
    }>(
      `query ($token: String!) { customer(customerAccessToken: $token) { addresses(first: 9) { nodes { city zip countryCode } } } }`,
      { token },
    );
    return data.customer.addresses.nodes;
  };

  it('are added, changed in part, and taken away', async () => {
    const token = await tokenOf();
    const { result } = await shop.get<{
      result: { customerAddress: { id: string } };
    }>(
      `mutation ($token: String!, $address: MailingAddressInput!) {
        result: customerAddressCreate(customerAccessToken: $token, address: $address) { ${FIELDS} }
      }`,
      {
        token,
        address: {
          firstName: 'Ada',
          lastName: 'Lovelace',
          address1: 'Lindenweg 1',
          zip: '10969',
          city: 'Berlin',
          country: 'DE',
        },
      },
    );
    expect(result).toMatchObject({
      customerAddress: {
        name: 'Ada Lovelace',
        formatted: ['Ada Lovelace', 'Lindenweg 1', '10969 Berlin', 'Germany'],
      },
      customerUserErrors: [],
    });
    const { id } = result.customerAddress;
    await shop.get(
      `mutation ($token: String!, $id: ID!) {
        customerAddressUpdate(customerAccessToken: $token, id: $id, address: { city: "Potsdam" }) { ${FIELDS} }
      }`,
      { token, id },
    );
    expect(await addressesOf(token)).toEqual([
      { city: 'Potsdam', zip: '10969', countryCode: 'DE' },
    ]);
    const remove =
      'mutation ($token: String!, $id: ID!) { customerAddressDelete(customerAccessToken: $token, id: $id) { deletedCustomerAddressId customerUserErrors { message } } }';
    expect(await shop.get(remove, { token, id })).toMatchObject({
      customerAddressDelete: { deletedCustomerAddressId: id },
    });
    expect(await addressesOf(token)).toEqual([]);
    expect(await shop.get(remove, { token, id })).toMatchObject({
      customerAddressDelete: {
        deletedCustomerAddressId: null,
        customerUserErrors: [{ message: 'The address does not exist.' }],
      },
    });
  });

  it('are closed to who is not signed in', async () => {
    expect(
      await shop.get(
        `mutation { customerAddressCreate(customerAccessToken: "none", address: { city: "Bern" }) { ${FIELDS} } }`,
      ),
    ).toMatchObject({
      customerAddressCreate: {
        customerAddress: null,
        customerUserErrors: [{ code: 'TOKEN_INVALID' }],
      },
    });
  });
});

describe('a forgotten password', () => {
  const recover = (email: string) =>
    shop.get(
      'mutation ($email: String!) { customerRecover(email: $email) { customerUserErrors { code } } }',
      { email },
    );
  const reset = (id: string, resetToken: string, password: string) =>
    shop.get(
      `mutation ($id: ID!, $input: CustomerResetInput!) {
        customerReset(id: $id, input: $input) { customerAccessToken { accessToken } customerUserErrors { code } }
      }`,
      { id: `gid://shopify/Customer/${id}`, input: { password, resetToken } },
    );

  it('is replaced by whoever got the mail, once', async () => {
    expect(await recover('ada@example.com')).toEqual({
      customerRecover: { customerUserErrors: [] },
    });
    const { mails } = (await (
      await fetch(`${shop.origin}/api/mails`)
    ).json()) as { mails: { to: string; link: string }[] };
    expect(mails).toMatchObject([{ to: 'ada@example.com' }]);
    const link = new URL(mails[0]?.link ?? '');
    expect(link.href).toMatch(/^http:\/\/shop\.example\/account\/reset\/#/);
    const told = new URLSearchParams(link.hash.slice(1));
    const id = told.get('customer') ?? '';
    const token = told.get('token') ?? '';
    const errors = (code: string) => ({
      customerReset: {
        customerAccessToken: null,
        customerUserErrors: [{ code }],
      },
    });
    expect(await reset(id, 'guess', 'new-secret')).toEqual(
      errors('TOKEN_INVALID'),
    );
    expect(await reset(id, token, 'abc')).toEqual(errors('TOO_SHORT'));
    expect(await reset(id, token, 'new-secret')).toMatchObject({
      customerReset: { customerUserErrors: [] },
    });
    expect(await tokenOf('ada@example.com', 'new-secret')).not.toBe('');
    expect(await reset(id, token, 'another')).toEqual(errors('TOKEN_INVALID'));
  });

  it('is not mailed to a stranger', async () => {
    expect(await recover('nobody@example.com')).toEqual({
      customerRecover: {
        customerUserErrors: [{ code: 'UNIDENTIFIED_CUSTOMER' }],
      },
    });
  });
});
