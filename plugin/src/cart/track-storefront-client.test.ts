import { createStorefrontApiClient } from '@shopify/storefront-api-client';
import * as graphql from 'graphql';
import { makeRecorder } from './testing/recorder.ts';
import { CODE, executeWith, mug, openShop, sencha } from './testing/shop.ts';
import { trackStorefrontClient } from './track-storefront-client.ts';

const execute = executeWith(graphql);

const FIELDS = `fragment Fields on Cart {
  id updatedAt totalQuantity
  lines(first: 100) { nodes {
    id quantity attributes { key value }
    cost { totalAmount { amount currencyCode } }
    discountAllocations {
      discountedAmount { amount currencyCode }
      ... on CartCodeDiscountAllocation { code }
    }
    merchandise { ... on ProductVariant {
      id title sku selectedOptions { name value }
      product { id title handle vendor productType }
    } }
  } }
  discountCodes { code applicable }
  appliedGiftCards { id lastCharacters amountUsed { amount currencyCode } }
}`;

const CREATE = `mutation ($lines: [CartLineInput!]) {
  cartCreate(input: { lines: $lines }) { cart { ...Fields } }
} ${FIELDS}`;
const ADD = `${FIELDS} # a mutation may come after its fragments
mutation Add($id: ID!, $lines: [CartLineInput!]!) {
  payload: cartLinesAdd(cartId: $id, lines: $lines) { cart { ...Fields } userErrors { message } }
}`;
const READ = `query ($id: ID!) { cart(id: $id) { ...Fields } } ${FIELDS}`;
const CODES = `mutation ($id: ID!, $codes: [String!]!) {
  cartDiscountCodesUpdate(cartId: $id, discountCodes: $codes) { cart { ...Fields } }
} ${FIELDS}`;
const ATTRIBUTES = `mutation ($id: ID!) {
  cartAttributesUpdate(cartId: $id, attributes: [{ key: "gift", value: "yes" }]) { cart { id } }
}`;

const id = 'gid://shopify/Cart/c1-0f3b7d';

function open() {
  const shop = openShop(execute);
  const recorder = makeRecorder();
  const client = createStorefrontApiClient({
    storeDomain: 'https://shop.example',
    apiVersion: '2026-04',
    publicAccessToken: 'public',
    customFetchApi: shop.fetch,
  });
  const request = async (
    operation: string,
    variables: Record<string, unknown> = { id },
  ) => {
    const answer = await tracked.request<unknown>(operation, { variables });
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const tracked = trackStorefrontClient(client, recorder.track);
  return { shop, tracked, request, client, ...recorder };
}

const lines = (quantity: number, variant = sencha) => [
  { merchandiseId: variant.id, quantity },
];

describe('a client of @shopify/storefront-api-client', () => {
  it('reports the product that creates the cart, and what comes and goes after it', async () => {
    const { request, told, events } = open();
    await request(CREATE, { lines: lines(2) });
    expect(events[0]).toEqual({
      name: 'Product Added',
      properties: {
        product_id: '7982301',
        variant_id: '43982301',
        sku: 'TEA-SEN-100',
        name: 'Sencha',
        variant: '100 g',
        brand: 'Kettle & Leaf',
        category: 'Tea',
        option_values: ['100 g'],
        slug: 'sencha',
        price: 12.5,
        quantity: 2,
        cart_id: 'c1-0f3b7d',
        currency: 'EUR',
        value: 25,
        total: 25,
        products: [
          expect.objectContaining({ product_id: '7982301', quantity: 2 }),
        ],
      },
    });
    expect(told()).toEqual(['Product Added 2 × Sencha']);
    await request(ADD, { id, lines: lines(1, mug) });
    expect(told()).toEqual(['Product Added 1 × Mug']);
    await request(ADD, { id, lines: lines(3) });
    expect(told()).toEqual(['Product Added 3 × Sencha']);
  });

  it('says nothing of a cart that was filled on an earlier visit', async () => {
    const { request, told, shop } = open();
    shop.rootValue.cartCreate({ input: { lines: lines(2) } });
    await request(READ);
    expect(told()).toEqual([]);
    await request(ADD, { id, lines: lines(1) });
    expect(told()).toEqual(['Product Added 1 × Sencha']);
  });

  it('leaves to another tab what was done there', async () => {
    const { request, told, shop } = open();
    await request(CREATE, { lines: lines(1) });
    told();
    shop.rootValue.cartLinesAdd({ lines: lines(5, mug) });
    await request(READ);
    await request(ADD, { id, lines: lines(1) });
    expect(told()).toEqual(['Product Added 1 × Sencha']);
  });

  it('reports codes, with what they take off', async () => {
    const { request, told, events } = open();
    await request(CREATE, { lines: lines(2) });
    told();
    await request(CODES, { id, codes: [CODE, 'NOPE'] });
    expect(events[0]?.properties).toEqual({
      coupon_id: CODE,
      cart_id: 'c1-0f3b7d',
      discount: 2.5,
    });
    expect(told()).toEqual(['Coupon Applied TEN', 'Coupon Denied NOPE']);
    await request(CODES, { id, codes: [] });
    expect(told()).toEqual(['Coupon Removed TEN']);
  });

  it('concludes nothing from an answer that carries the id alone', async () => {
    const { request, told } = open();
    await request(CREATE, { lines: lines(2) });
    told();
    await request(ATTRIBUTES);
    await request(ADD, { id, lines: lines(1, mug) });
    expect(told()).toEqual(['Product Added 1 × Mug']);
  });

  it('tells from what is read next a change that was answered with the id alone', async () => {
    const { request, told } = open();
    await request(READ);
    await request(
      'mutation ($lines: [CartLineInput!]) { cartCreate(input: { lines: $lines }) { cart { id } } }',
      { lines: lines(2) },
    );
    expect(told()).toEqual([]);
    await request(READ);
    expect(told()).toEqual(['Product Added 2 × Sencha']);
    await request(READ);
    expect(told()).toEqual([]);
  });

  it('takes answers that overtake each other for what they are', async () => {
    const { shop, client, told, track } = open();
    const waiting: (() => void)[] = [];
    const slow = {
      request: async (...parameters: Parameters<typeof client.request>) => {
        const answer = await client.request(...parameters);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return answer;
      },
    };
    const tracked = trackStorefrontClient(slow, track);
    const ask = (variant = sencha) =>
      tracked.request(ADD, { variables: { id, lines: lines(1, variant) } });
    shop.rootValue.cartCreate({ input: {} });
    const read = tracked.request(READ, { variables: { id } });
    await settled(waiting, 1);
    waiting.shift()?.();
    await read;
    const first = ask(sencha);
    await settled(waiting, 1);
    const second = ask(mug);
    await settled(waiting, 2);
    waiting[1]?.();
    await second;
    waiting[0]?.();
    await first;
    expect(told()).toEqual([
      'Product Added 1 × Sencha',
      'Product Added 1 × Mug',
    ]);
  });

  it('gives back what the client gives, and stays out of the way of its errors', async () => {
    const failing = trackStorefrontClient(
      { request: () => Promise.reject(new Error('offline')) },
      () => undefined,
    );
    await expect(failing.request()).rejects.toThrow('offline');
    const { tracked, client } = open();
    expect(tracked.config).toBe(client.config);
    expect(Object.isFrozen(client)).toBe(true);
  });
});

/** Waits until so many answers wait. */
async function settled(waiting: readonly unknown[], count: number) {
  while (waiting.length < count)
    await new Promise((resolve) => setTimeout(resolve));
}
