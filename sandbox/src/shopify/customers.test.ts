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
