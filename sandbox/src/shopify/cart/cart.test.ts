import {
  ALISHAN_250,
  cartOf,
  GENMAICHA,
  KYUSU_RUST,
  mutate,
  newCart,
  SENCHA,
  SENCHA_250,
  type Cart,
  type Payload,
} from '../testing/carts.ts';
import { startStandIn, type StandIn } from '../testing/stand-in.ts';

let shop: StandIn;

beforeAll(async () => {
  shop = await startStandIn();
});

afterAll(() => shop.close());

const lineTypes = { cartId: 'ID!', lines: '[CartLineInput!]!' };

const add = (cart: Cart, ...lines: object[]): Promise<Payload> =>
  mutate(shop, 'cartLinesAdd', lineTypes, { cartId: cart.id, lines });

const update = (cart: Cart, ...lines: object[]): Promise<Payload> =>
  mutate(
    shop,
    'cartLinesUpdate',
    { cartId: 'ID!', lines: '[CartLineUpdateInput!]!' },
    { cartId: cart.id, lines },
  );

const useCodes = (cart: Cart, ...discountCodes: string[]): Promise<Payload> =>
  mutate(
    shop,
    'cartDiscountCodesUpdate',
    { cartId: 'ID!', discountCodes: '[String!]!' },
    { cartId: cart.id, discountCodes },
  );

const quantities = ({ lines }: Cart) =>
  lines.nodes.map(({ quantity }) => quantity);

describe('the lines of a cart', () => {
  it('are one a variant, change their quantity and are removed', async () => {
    const cart = await newCart(shop);
    expect(cart.id).toMatch(/^gid:\/\/shopify\/Cart\/[\w-]+\?key=\w+$/);
    const added = cartOf(
      await add(
        cart,
        { merchandiseId: SENCHA },
        { merchandiseId: GENMAICHA, quantity: 4 },
      ),
    );
    expect(quantities(added)).toEqual([3, 4]);
    const [first, second] = added.lines.nodes;
    const updated = cartOf(await update(added, { id: first?.id, quantity: 1 }));
    expect(updated.totalQuantity).toBe(5);
    const removed = cartOf(
      await mutate(
        shop,
        'cartLinesRemove',
        { cartId: 'ID!', lineIds: '[ID!]!' },
        { cartId: cart.id, lineIds: [second?.id] },
      ),
    );
    expect(removed.totalQuantity).toBe(1);
    expect(
      await shop.get('query ($id: ID!) { cart(id: $id) { totalQuantity } }', {
        id: cart.id,
      }),
    ).toEqual({ cart: { totalQuantity: 1 } });
  });

  it('are two where their attributes differ, and become one where they no longer do', async () => {
    const cart = cartOf(
      await add(await newCart(shop), {
        merchandiseId: SENCHA,
        attributes: [{ key: 'gift', value: 'yes' }],
      }),
    );
    expect(quantities(cart)).toEqual([2, 1]);
    const [, gift] = cart.lines.nodes;
    const joined = cartOf(await update(cart, { id: gift?.id, attributes: [] }));
    expect(quantities(joined)).toEqual([3]);
  });

  it('take another variant', async () => {
    const cart = await newCart(shop);
    const changed = cartOf(
      await update(cart, {
        id: cart.lines.nodes[0]?.id,
        merchandiseId: SENCHA_250,
      }),
    );
    expect(changed.lines.nodes).toMatchObject([
      { quantity: 2, merchandise: { id: SENCHA_250 } },
    ]);
    expect(changed.cost.totalAmount.amount).toBe('55.0');
  });

  it('hold no more than there is, and warn', async () => {
    const payload = await add(
      await newCart(shop),
      { merchandiseId: KYUSU_RUST, quantity: 5 },
      { merchandiseId: ALISHAN_250 },
    );
    const cart = cartOf(payload);
    expect(quantities(cart)).toEqual([2, 3]);
    expect(payload.warnings).toEqual([
      { code: 'MERCHANDISE_NOT_ENOUGH_STOCK', target: cart.lines.nodes[1]?.id },
      { code: 'MERCHANDISE_OUT_OF_STOCK', target: cart.id },
    ]);
  });

  it('are left as they were where something is wrong', async () => {
    const cart = await newCart(shop);
    expect(
      await add(
        cart,
        { merchandiseId: SENCHA },
        { merchandiseId: 'gid://shopify/ProductVariant/1' },
      ),
    ).toEqual({
      cart: null,
      userErrors: [
        {
          code: 'INVALID',
          field: ['lines', '1', 'merchandiseId'],
          message:
            'The merchandise with id gid://shopify/ProductVariant/1 does not exist.',
        },
      ],
      warnings: [],
    });
    expect(
      (await update(cart, { id: 'gid://shopify/CartLine/1', quantity: 1 }))
        .userErrors,
    ).toMatchObject([{ field: ['lines', '0', 'id'] }]);
    expect(
      (await add(cart, { merchandiseId: SENCHA, quantity: 0 })).userErrors,
    ).toMatchObject([{ code: 'LESS_THAN' }]);
    expect(
      await shop.get('query ($id: ID!) { cart(id: $id) { totalQuantity } }', {
        id: cart.id,
      }),
    ).toEqual({ cart: { totalQuantity: 2 } });
  });

  it('are those of a cart that is there, opened with its key', async () => {
    const cart = await newCart(shop);
    for (const id of [
      'gid://shopify/Cart/none',
      cart.id.replace(/key=.*/, 'key=other'),
    ])
      expect(await add({ ...cart, id }, { merchandiseId: SENCHA })).toEqual({
        cart: null,
        userErrors: [
          {
            code: 'INVALID',
            field: ['cartId'],
            message: 'The specified cart does not exist.',
          },
        ],
        warnings: [],
      });
  });
});

describe('the attributes of a cart', () => {
  it('are replaced all at once', async () => {
    const cart = await newCart(shop, {
      attributes: [{ key: 'a', value: '1' }],
    });
    const { attributes } = cartOf(
      await mutate(
        shop,
        'cartAttributesUpdate',
        { cartId: 'ID!', attributes: '[AttributeInput!]!' },
        { cartId: cart.id, attributes: [{ key: 'b', value: '2' }] },
      ),
    );
    expect(attributes).toEqual([{ key: 'b', value: '2' }]);
  });

  it('are 250 at most', async () => {
    const attributes = Array.from({ length: 251 }, (_, index) => ({
      key: String(index),
      value: '',
    }));
    const { userErrors } = await mutate(
      shop,
      'cartCreate',
      { input: 'CartInput' },
      { input: { attributes } },
    );
    expect(userErrors).toMatchObject([{ code: 'MAXIMUM_EXCEEDED' }]);
  });

  it('are beside a note', async () => {
    const { id } = await newCart(shop);
    const { note } = cartOf(
      await mutate(
        shop,
        'cartNoteUpdate',
        { cartId: 'ID!', note: 'String!' },
        { cartId: id, note: 'Ring twice' },
      ),
    );
    expect(note).toBe('Ring twice');
  });
});

describe('discount codes', () => {
  it('off products come off each line', async () => {
    const cart = cartOf(await useCodes(await newCart(shop), 'welcome10'));
    expect(cart).toMatchObject({
      discountCodes: [{ code: 'WELCOME10', applicable: true }],
      discountAllocations: [],
      cost: {
        subtotalAmount: { amount: '22.5' },
        totalAmount: { amount: '22.5' },
      },
      lines: {
        nodes: [
          {
            cost: {
              subtotalAmount: { amount: '25.0' },
              totalAmount: { amount: '22.5' },
            },
            discountAllocations: [
              { code: 'WELCOME10', discountedAmount: { amount: '2.5' } },
            ],
          },
        ],
      },
    });
  });

  it('off the order come off the cart', async () => {
    const cart = cartOf(await useCodes(await newCart(shop), 'TEA5'));
    expect(cart).toMatchObject({
      discountAllocations: [
        { code: 'TEA5', discountedAmount: { amount: '5.0' } },
      ],
      cost: {
        subtotalAmount: { amount: '25.0' },
        totalAmount: { amount: '20.0' },
      },
    });
    expect(cart.lines.nodes[0]?.discountAllocations).toEqual([]);
  });

  it('that do not apply are kept, and warned of', async () => {
    const cart = await newCart(shop);
    const payload = await useCodes(cart, 'NONESUCH', 'POT20');
    expect(cartOf(payload)).toMatchObject({
      discountCodes: [
        { code: 'NONESUCH', applicable: false },
        { code: 'POT20', applicable: false },
      ],
      cost: { totalAmount: { amount: '25.0' } },
    });
    expect(payload.warnings).toMatchObject([
      { code: 'DISCOUNT_NOT_FOUND', target: cart.id },
      { code: 'DISCOUNT_NO_ENTITLED_LINE_ITEMS', target: cart.id },
    ]);
    const later = cartOf(await add(cart, { merchandiseId: KYUSU_RUST }));
    expect(later.discountCodes[1]).toEqual({ code: 'POT20', applicable: true });
    expect(later.cost.totalAmount.amount).toBe('63.4');
  });

  it('compete for a line: the better one wins', async () => {
    const cart = await newCart(shop, {
      lines: [{ merchandiseId: KYUSU_RUST }],
    });
    const payload = await useCodes(cart, 'WELCOME10', 'POT20');
    expect(cartOf(payload).discountCodes).toEqual([
      { code: 'WELCOME10', applicable: false },
      { code: 'POT20', applicable: true },
    ]);
    expect(payload.warnings).toMatchObject([
      { code: 'DISCOUNT_CODE_NOT_HONOURED' },
    ]);
  });

  it('apply to no empty cart, and are replaced by none', async () => {
    const cart = await newCart(shop, { discountCodes: ['TEA5'] });
    expect(cart.discountCodes).toEqual([{ code: 'TEA5', applicable: false }]);
    expect(cartOf(await useCodes(cart)).discountCodes).toEqual([]);
  });
});

describe('gift cards', () => {
  const types = { cartId: 'ID!', giftCardCodes: '[String!]!' };
  const give = (name: string, { id }: Cart, ...giftCardCodes: string[]) =>
    mutate(shop, name, types, { cartId: id, giftCardCodes });

  it('pay what they have, at most what is due; the total is what is left', async () => {
    const cart = cartOf(
      await give('cartGiftCardCodesAdd', await newCart(shop), 'GIFT25TEA'),
    );
    expect(cart.appliedGiftCards).toMatchObject([
      { lastCharacters: '5tea', amountUsed: { amount: '25.0' } },
    ]);
    expect(cart.cost).toMatchObject({
      subtotalAmount: { amount: '25.0' },
      totalAmount: { amount: '0.0' },
    });
    const less = cartOf(await useCodes(cart, 'WELCOME10'));
    expect(less.appliedGiftCards[0]?.amountUsed.amount).toBe('22.5');
  });

  it('are removed by their ids, and replaced', async () => {
    const cart = cartOf(
      await give('cartGiftCardCodesUpdate', await newCart(shop), 'GIFT25TEA'),
    );
    const removed = await mutate(
      shop,
      'cartGiftCardCodesRemove',
      { cartId: 'ID!', appliedGiftCardIds: '[ID!]!' },
      { cartId: cart.id, appliedGiftCardIds: [cart.appliedGiftCards[0]?.id] },
    );
    expect(cartOf(removed).appliedGiftCards).toEqual([]);
    expect(
      cartOf(await give('cartGiftCardCodesUpdate', cart)).appliedGiftCards,
    ).toEqual([]);
  });

  it('that are none are refused', async () => {
    expect(
      await give('cartGiftCardCodesAdd', await newCart(shop), 'NONESUCH'),
    ).toMatchObject({
      cart: null,
      userErrors: [{ code: 'INVALID', field: ['giftCardCodes', '0'] }],
    });
  });
});

describe('the buyer', () => {
  const types = { cartId: 'ID!', buyerIdentity: 'CartBuyerIdentityInput!' };
  const setBuyer = (cart: Cart, buyerIdentity: object) =>
    mutate(shop, 'cartBuyerIdentityUpdate', types, {
      cartId: cart.id,
      buyerIdentity,
    });

  it('has the country that the cart was asked for in, and its currency', async () => {
    const cart = await newCart(shop, undefined, '@inContext(country: JP)');
    expect(cart.buyerIdentity.countryCode).toBe('JP');
    expect(cart.cost.totalAmount).toEqual({
      amount: '4076.0',
      currencyCode: 'JPY',
    });
    const moved = cartOf(await setBuyer(cart, { countryCode: 'US' }));
    expect(moved.cost.totalAmount).toEqual({
      amount: '27.0',
      currencyCode: 'USD',
    });
    const paid = cartOf(
      await mutate(
        shop,
        'cartGiftCardCodesUpdate',
        { cartId: 'ID!', giftCardCodes: '[String!]!' },
        { cartId: cart.id, giftCardCodes: ['GIFT25TEA'] },
      ),
    );
    expect(paid.appliedGiftCards).toMatchObject([
      {
        amountUsed: { amount: '25.0', currencyCode: 'EUR' },
        presentmentAmountUsed: { amount: '27.0', currencyCode: 'USD' },
      },
    ]);
  });

  it('is a customer when signed in, and nobody with a wrong token', async () => {
    const { token } = await shop.get<{
      token: { customerAccessToken: { accessToken: string } };
    }>(
      'mutation { token: customerAccessTokenCreate(input: { email: "ada@example.com", password: "kettle-and-leaf" }) { customerAccessToken { accessToken } } }',
    );
    const cart = await newCart(shop);
    const { accessToken } = token.customerAccessToken;
    const signedIn = cartOf(
      await setBuyer(cart, { customerAccessToken: accessToken }),
    );
    expect(signedIn.buyerIdentity).toMatchObject({
      email: 'ada@example.com',
      customer: { id: 'gid://shopify/Customer/115310627314723954' },
    });
    expect(
      (await setBuyer(cart, { customerAccessToken: 'none' })).userErrors,
    ).toMatchObject([{ field: ['buyerIdentity', 'customerAccessToken'] }]);
  });
});

describe("the visitor's consent", () => {
  const parameter = ({ checkoutUrl }: Cart) =>
    new URL(checkoutUrl).searchParams.get('_cs');

  it('goes along to the checkout, of the question it came with', async () => {
    const consent =
      '{ analytics: true, marketing: false, preferences: true, saleOfData: false }';
    const cart = await newCart(
      shop,
      undefined,
      `@inContext(visitorConsent: ${consent})`,
    );
    expect(parameter(cart)).toBe('a1m0p1s0');
    expect(parameter(cartOf(await add(cart, { merchandiseId: SENCHA })))).toBe(
      null,
    );
  });

  it('is not mentioned where nobody has been asked', async () => {
    expect(parameter(await newCart(shop))).toBe(null);
    expect(
      parameter(
        await newCart(shop, undefined, '@inContext(visitorConsent: {})'),
      ),
    ).toBe(null);
  });
});

it('answers the cart as hydrogen-react asks for it', async () => {
  const { CartCreate, defaultCartFragment } = jest.requireActual<{
    CartCreate: (fragment: string, options: object) => string;
    defaultCartFragment: string;
  }>('@shopify/hydrogen-react/cart-queries');
  expect(
    await shop.get(
      CartCreate(defaultCartFragment, { includeVisitorConsent: true }),
      {
        input: { lines: [{ merchandiseId: SENCHA }] },
        visitorConsent: { analytics: false },
      },
    ),
  ).toMatchObject({
    cartCreate: {
      cart: {
        checkoutUrl: expect.stringContaining('_cs=a0') as string,
        totalQuantity: 1,
        buyerIdentity: { countryCode: 'DE', customer: null },
        cost: { totalTaxAmount: null },
      },
    },
  });
});
