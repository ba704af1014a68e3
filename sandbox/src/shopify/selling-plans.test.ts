import { GENMAICHA, KYUSU_RUST, SENCHA } from './testing/carts.ts';
import { startStandIn, type StandIn } from './testing/stand-in.ts';

let shop: StandIn;

beforeAll(async () => {
  shop = await startStandIn();
});

afterAll(() => shop.close());

interface Line {
  readonly id: string;
  readonly quantity: number;
  readonly sellingPlanAllocation: {
    readonly sellingPlan: { readonly name: string };
  } | null;
}

interface Payload {
  readonly cart: {
    readonly id: string;
    readonly lines: { readonly nodes: readonly Line[] };
  } | null;
  readonly userErrors: readonly { readonly message: string }[];
}

const CART = `cart { id lines(first: 9) { nodes { id quantity sellingPlanAllocation { sellingPlan { name } } } } } userErrors { message }`;

const plans = async (handle: string) => {
  const data = await shop.get<{
    product: {
      sellingPlanGroups: {
        nodes: { sellingPlans: { nodes: { id: string; name: string }[] } }[];
      };
    };
  }>(
    `query ($handle: String!) { product(handle: $handle) { sellingPlanGroups(first: 1) { nodes { name sellingPlans(first: 9) {
      nodes { id name options { name value } recurringDeliveries deliveryPolicy { ... on SellingPlanRecurringDeliveryPolicy { interval intervalCount } } } } } } } }`,
    { handle },
  );
  return data.product.sellingPlanGroups.nodes.flatMap(
    ({ sellingPlans }) => sellingPlans.nodes,
  );
};

const create = async (lines: readonly object[]) =>
  (
    await shop.get<{ result: Payload }>(
      `mutation ($lines: [CartLineInput!]) { result: cartCreate(input: { lines: $lines }) { ${CART} } }`,
      { lines },
    )
  ).result;

it('has tea delivered every month or every three, and no pot', async () => {
  expect(await plans('sencha')).toMatchObject([
    {
      name: 'Delivered every month',
      options: [{ name: 'Deliver every', value: 'month' }],
      deliveryPolicy: { interval: 'MONTH', intervalCount: 1 },
    },
    { name: 'Delivered every 3 months' },
  ]);
  expect(await plans('kyusu')).toEqual([]);
});

it('keeps what is subscribed to apart from what is bought once', async () => {
  const [monthly] = await plans('sencha');
  const { cart } = await create([
    { merchandiseId: SENCHA },
    { merchandiseId: SENCHA, sellingPlanId: monthly?.id },
    { merchandiseId: SENCHA, sellingPlanId: monthly?.id },
  ]);
  expect(cart?.lines.nodes).toMatchObject([
    { quantity: 1, sellingPlanAllocation: null },
    {
      quantity: 2,
      sellingPlanAllocation: { sellingPlan: { name: monthly?.name } },
    },
  ]);
});

it('ends a subscription in the cart, and joins it to what is bought once', async () => {
  const [monthly] = await plans('genmaicha');
  const { cart } = await create([
    { merchandiseId: GENMAICHA, sellingPlanId: monthly?.id },
  ]);
  const { result } = await shop.get<{ result: Payload }>(
    `mutation ($id: ID!, $lines: [CartLineUpdateInput!]!) { result: cartLinesUpdate(cartId: $id, lines: $lines) { ${CART} } }`,
    {
      id: cart?.id,
      lines: [{ id: cart?.lines.nodes[0]?.id, sellingPlanId: null }],
    },
  );
  expect(result.cart?.lines.nodes).toMatchObject([
    { quantity: 1, sellingPlanAllocation: null },
  ]);
});

it('sells no pot every month', async () => {
  const [monthly] = await plans('sencha');
  const { cart, userErrors } = await create([
    { merchandiseId: KYUSU_RUST, sellingPlanId: monthly?.id },
  ]);
  expect(cart).toBeNull();
  expect(userErrors[0]?.message).toContain('does not exist');
});
