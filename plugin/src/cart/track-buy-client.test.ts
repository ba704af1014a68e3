import * as graphql from 'graphql';
import { makeRecorder } from './testing/recorder.ts';
import {
  CART_ID,
  CODE,
  executeWith,
  mug,
  openShop,
  sencha,
} from './testing/shop.ts';
import { trackBuyClient } from './track-buy-client.ts';

/** As much of shopify-buy as the tests use; it has no types of its own. */
interface Buy {
  readonly buildClient: (
    config: object,
    fetch: unknown,
  ) => {
    readonly checkout: Readonly<
      Record<string, (...parameters: unknown[]) => Promise<Checkout>>
    >;
  };
}
interface Checkout {
  readonly id: string;
  readonly lineItems: readonly { readonly id: string }[];
  readonly appliedGiftCards: readonly { readonly id: string }[];
}

const execute = executeWith(graphql);

async function open() {
  // @ts-expect-error -- it has no types
  const { default: buy } = (await import('shopify-buy')) as { default: Buy };
  const shop = openShop(execute);
  const recorder = makeRecorder();
  const original = buy.buildClient(
    { domain: 'shop.example', storefrontAccessToken: 'public' },
    shop.fetch,
  );
  const client = trackBuyClient(original, recorder.track);
  const call = async (name: string, ...parameters: unknown[]) => {
    const answer = await client.checkout[name]?.(...parameters);
    if (!answer) throw new Error(`No answer to ${name}`);
    return answer;
  };
  return { shop, client, original, call, ...recorder };
}

const items = (quantity: number, variant = sencha) => [
  { variantId: variant.id, quantity },
];

describe('a client of shopify-buy', () => {
  it('reports what comes and goes', async () => {
    const { call, told, events } = await open();
    await call('create', { lineItems: items(2) });
    expect(events[0]?.properties).toEqual({
      product_id: '7982301',
      variant_id: '43982301',
      sku: 'TEA-SEN-100',
      name: 'Sencha',
      variant: '100 g',
      option_values: ['100 g'],
      slug: 'sencha',
      image_url: 'https://cdn.example/sencha.jpg',
      price: 12.5,
      quantity: 2,
      cart_id: 'c1-0f3b7d',
      currency: 'EUR',
      value: 25,
      total: 25,
      products: [
        expect.objectContaining({ product_id: '7982301', quantity: 2 }),
      ],
    });
    expect(told()).toEqual(['Product Added 2 × Sencha']);
    const { lineItems } = await call('addLineItems', CART_ID, items(1, mug));
    expect(told()).toEqual(['Product Added 1 × Mug']);
    await call('updateLineItems', CART_ID, [
      { id: lineItems[0]?.id, quantity: 1 },
    ]);
    expect(told()).toEqual(['Product Removed 1 × Sencha']);
    await call('removeLineItems', CART_ID, [lineItems[1]?.id]);
    expect(told()).toEqual(['Product Removed 1 × Mug']);
  });

  it('reports of a replaced list what it amounts to', async () => {
    const { call, told } = await open();
    await call('create', { lineItems: [...items(2), ...items(1, mug)] });
    told();
    await call('replaceLineItems', CART_ID, items(3));
    expect(told()).toEqual([
      'Product Removed 1 × Mug',
      'Product Added 1 × Sencha',
    ]);
  });

  it('reports codes, also one that is not taken, and prices after discounts', async () => {
    const { call, told, events } = await open();
    await call('create', { lineItems: items(2) });
    told();
    await call('addDiscount', CART_ID, CODE);
    expect(events[0]?.properties).toMatchObject({ discount: 2.5 });
    expect(told()).toEqual(['Coupon Applied TEN']);
    await call('addDiscount', CART_ID, 'NOPE');
    expect(told()).toEqual(['Coupon Denied NOPE']);
    await call('addLineItems', CART_ID, items(1));
    expect(events[0]?.properties).toMatchObject({
      price: 11.25,
      quantity: 1,
      coupon: CODE,
    });
    expect(told()).toEqual(['Product Added 1 × Sencha']);
    await call('removeDiscount', CART_ID);
    expect(told()).toEqual(['Coupon Removed TEN']);
  });

  it('reports gift cards', async () => {
    const { call, told, events } = await open();
    await call('create', { lineItems: items(2) });
    told();
    const { appliedGiftCards } = await call('addGiftCards', CART_ID, [
      'giftcarda7f2',
    ]);
    expect(events[0]?.properties).toEqual({
      gift_card_id: '12',
      gift_card_last_characters: 'a7f2',
      cart_id: 'c1-0f3b7d',
      amount_used: 5,
    });
    expect(told()).toEqual(['Gift Card Applied 12']);
    await call('removeGiftCard', CART_ID, appliedGiftCards[0]?.id);
    expect(told()).toEqual(['Gift Card Removed 12']);
  });

  it('says nothing of what was there before, of attributes, and of a cart that is gone', async () => {
    const { call, client, told, shop } = await open();
    shop.rootValue.cartCreate({
      input: { lines: [{ merchandiseId: sencha.id, quantity: 2 }] },
    });
    await call('fetch', CART_ID);
    await call('updateAttributes', CART_ID, {
      customAttributes: [{ key: 'gift', value: 'yes' }],
    });
    await client.checkout['updateAttributes']?.(CART_ID, {});
    shop.state.exists = false;
    await expect(client.checkout['fetch']?.(CART_ID)).resolves.toBeNull();
    expect(told()).toEqual([]);
  });

  it('leaves the given client as it was', async () => {
    const { original, client, told } = await open();
    await original.checkout['create']?.({ lineItems: items(2) });
    expect(told()).toEqual([]);
    expect(Object.keys(original)).toEqual(
      expect.arrayContaining(['checkout', 'product']),
    );
    expect('product' in client).toBe(true);
  });
});
