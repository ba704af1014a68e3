import { validateProperties } from '@storefront-events/plan/validate';
import { basePlan, type Plan } from '@storefront-events/plan';
import { deepFrozen } from '../products/testing/fixtures.ts';
import { cartViewed } from './cart-viewed.ts';
import { cartEvents } from './diff.ts';
import { readStorefrontCart } from './read-storefront-cart.ts';
import {
  storefrontCart,
  type CartSpec,
  type LineSpec,
} from './testing/storefront-cart.ts';

// Nothing may be written to what a client gives.
const cart = (spec?: CartSpec) =>
  readStorefrontCart(deepFrozen(storefrontCart(spec)));
const of = (...lines: LineSpec[]) => cart({ lines });
const plan: Plan = basePlan;

/** The events between two carts as text; each holds to the plan. */
function told(
  previous: ReturnType<typeof cart> | null | undefined,
  next: ReturnType<typeof cart> | null,
) {
  return cartEvents(previous, next).map(({ name, properties }) => {
    expect(validateProperties(name, properties, plan)).toEqual([]);
    return 'quantity' in properties
      ? `${name} ${String(properties.quantity)} × ${String(properties.variant_id)} at ${String(properties.price)}`
      : `${name} ${'coupon_id' in properties ? properties.coupon_id : 'gift_card_id' in properties ? properties.gift_card_id : ''}`;
  });
}

const a = { variant: '11', quantity: 1 };
const b = { variant: '12', quantity: 1 };

describe('lines', () => {
  it('that come and go are added and removed, with the difference as quantity', () => {
    expect(told(of(a), of({ ...a, quantity: 3 }, b))).toEqual([
      'Product Added 2 × 11 at 12.5',
      'Product Added 1 × 12 at 12.5',
    ]);
    expect(told(of({ ...a, quantity: 3 }, b), of(a))).toEqual([
      'Product Removed 2 × 11 at 12.5',
      'Product Removed 1 × 12 at 12.5',
    ]);
  });

  it('carry every property of the plan that Shopify knows', () => {
    const next = of({
      ...a,
      quantity: 2,
      discount: { code: 'TEN', amount: '2.5' },
    });
    expect(cartEvents(null, next)).toEqual([
      {
        name: 'Product Added',
        properties: {
          product_id: '111',
          variant_id: '11',
          sku: 'SKU-11',
          name: 'Product 11',
          brand: 'Kettle & Leaf',
          slug: 'product-11',
          coupon: 'TEN',
          price: 11.25,
          quantity: 2,
          cart_id: 'c1-0f3b7d',
          currency: 'EUR',
          value: 22.5,
          total: 22.5,
          products: [expect.objectContaining({ price: 11.25, quantity: 2 })],
        },
      },
    ]);
  });

  it.each(['nodes', 'edges', 'list'] as const)('are read as %s', (shape) => {
    expect(told(null, cart({ lines: [a], shape }))).toEqual([
      'Product Added 1 × 11 at 12.5',
    ]);
  });

  it('that split, merge, move or get other ids are the same', () => {
    const two = of({ ...a, quantity: 2 }, b);
    const split = of({ ...a, id: 'x' }, b, { ...a, id: 'y' });
    expect(told(two, split)).toEqual([]);
    expect(told(split, two)).toEqual([]);
    expect(told(of(a, b), of({ ...b, id: 'z' }, a))).toEqual([]);
  });

  it('whose attributes or selling plan change are the same', () => {
    const engraved = { ...a, attributes: { engraving: 'Ada', colour: 'red' } };
    const subscribed = { ...a, sellingPlan: '7', price: '10.0' };
    expect(told(of(a), of(engraved))).toEqual([]);
    expect(told(of(a), of(subscribed))).toEqual([]);
    expect(
      told(
        of({ ...a, quantity: 2 }),
        of(subscribed, { ...engraved, quantity: 2 }),
      ),
    ).toEqual(['Product Added 1 × 11 at 12.5']);
  });

  it('have the price of the line that changed, not of another with the same variant', () => {
    const subscribed = { ...a, sellingPlan: '7', price: '10.0' };
    expect(told(of(a), of(a, subscribed))).toEqual([
      'Product Added 1 × 11 at 10',
    ]);
    expect(told(of(a, subscribed), of(subscribed))).toEqual([
      'Product Removed 1 × 11 at 12.5',
    ]);
  });

  it('cost what they cost after their discounts, to the cent', () => {
    const three = of({
      ...a,
      quantity: 3,
      price: '5.0',
      discount: { amount: '5.0' },
    });
    expect(cartEvents(null, three)[0]?.properties).toMatchObject({
      price: 3.33,
      quantity: 3,
      value: 10,
    });
    const yen = cart({ currency: 'JPY', lines: [{ ...a, price: '1200' }] });
    expect(cartEvents(null, yen)[0]?.properties).toMatchObject({
      price: 1200,
      currency: 'JPY',
    });
  });

  it('that are exchanged for another variant are removed and added', () => {
    expect(told(of({ ...a, quantity: 2 }), of({ ...b, quantity: 2 }))).toEqual([
      'Product Removed 2 × 11 at 12.5',
      'Product Added 2 × 12 at 12.5',
    ]);
  });

  it('that were not asked for, or not all of them, tell nothing', () => {
    const { lines: _, ...withoutLines } = storefrontCart({ lines: [a] });
    expect(told(of(a, b), readStorefrontCart(withoutLines))).toEqual([]);
    const page = { ...storefrontCart({ lines: [a] }), totalQuantity: 2 };
    expect(told(of(a, b), readStorefrontCart(page))).toEqual([]);
    const more = { nodes: [], pageInfo: { hasNextPage: true } };
    expect(
      told(of(a, b), readStorefrontCart({ ...page, lines: more })),
    ).toEqual([]);
  });

  it('that lack what the plan requires are left out, and it is said what to ask for', () => {
    const missing: string[] = [];
    const bare = readStorefrontCart({
      id: 'gid://shopify/Cart/c1',
      lines: [
        {
          quantity: 1,
          merchandise: { id: 'gid://shopify/ProductVariant/11' },
        },
        { quantity: '2', merchandise: null },
        null,
      ],
    });
    expect(
      cartEvents(null, bare, {
        onMissing: (fields) => missing.push(...fields),
      }),
    ).toEqual([]);
    expect(missing).toEqual([
      'merchandise.product.id',
      'merchandise.product.title',
      'cost.totalAmount { amount currencyCode }',
    ]);
  });
});

describe('bundles', () => {
  const bundle = (quantity: number) => ({
    variant: '90',
    quantity,
    price: '20.0',
    components: [
      { ...a, quantity },
      { ...b, quantity },
    ],
  });

  it('are added and removed as what they were bought as', () => {
    expect(told(of(), of(bundle(1)))).toEqual(['Product Added 1 × 90 at 20']);
    expect(told(of(bundle(1)), of(bundle(3)))).toEqual([
      'Product Added 2 × 90 at 20',
    ]);
    expect(told(of(bundle(1)), of())).toEqual(['Product Removed 1 × 90 at 20']);
    expect(cartEvents(null, of(bundle(1)))[0]?.properties).toMatchObject({
      bundle: true,
    });
  });

  it('that Shopify makes of lines, or takes apart, are counted by what they consist of', () => {
    expect(told(of(a), of(bundle(1)))).toEqual([
      'Product Added 1 × 12 at 12.5',
    ]);
    expect(told(of(bundle(1)), of(a))).toEqual([
      'Product Removed 1 × 12 at 12.5',
    ]);
    expect(told(of(a, b), of(bundle(1)))).toEqual([]);
  });

  it('leave lines that belong to a parent line what they are', () => {
    expect(told(of(a), of(a, { ...b, attributes: { for: 'tea' } }))).toEqual([
      'Product Added 1 × 12 at 12.5',
    ]);
  });
});

describe('carts', () => {
  it('that are seen for the first time tell nothing, and those that are gone nothing', () => {
    expect(told(undefined, of(a))).toEqual([]);
    expect(told(of(a), null)).toEqual([]);
  });

  it('that replace another tell what has come, never what has gone', () => {
    const replaced = (lines: LineSpec[], codes = {}) =>
      cart({ id: 'gid://shopify/Cart/c2', lines, codes });
    const old = cart({ lines: [a, b], codes: { TEN: true }, giftCards: ['1'] });
    expect(told(old, replaced([a, b]))).toEqual([]);
    expect(told(old, replaced([]))).toEqual([]);
    expect(told(old, replaced([a, { ...b, quantity: 2 }]))).toEqual([
      'Product Added 1 × 12 at 12.5',
    ]);
    expect(told(old, replaced([{ ...a, variant: '13' }]))).toEqual([
      'Product Added 1 × 13 at 12.5',
    ]);
  });

  it('that come late are ignored', () => {
    const at = (second: string, lines: LineSpec[]) =>
      cart({ updatedAt: `2026-11-22T10:00:${second}Z`, lines });
    expect(told(at('05', [a, b]), at('04', [a]))).toEqual([]);
    expect(told(at('05', [a, b]), at('05', [a]))).toHaveLength(1);
  });

  it('that change their currency tell nothing of it', () => {
    expect(
      told(of(a), cart({ currency: 'USD', lines: [{ ...a, price: '14.0' }] })),
    ).toEqual([]);
  });
});

describe('codes', () => {
  const codes = (states: Record<string, boolean>, lines: LineSpec[] = [a]) =>
    cart({ codes: states, lines });

  it('are applied, denied and removed', () => {
    expect(told(codes({}), codes({ TEN: true, NOPE: false }))).toEqual([
      'Coupon Applied TEN',
      'Coupon Denied NOPE',
    ]);
    expect(told(codes({ TEN: true, NOPE: false }), codes({}))).toEqual([
      'Coupon Removed TEN',
    ]);
    expect(told(codes({ TEN: true }), codes({ ten: true }))).toEqual([]);
  });

  it('are applied when they begin to apply, and removed when they no longer do', () => {
    expect(told(codes({ TEN: false }), codes({ TEN: true }))).toEqual([
      'Coupon Applied TEN',
    ]);
    expect(told(codes({ TEN: true }), codes({ TEN: false }))).toEqual([
      'Coupon Removed TEN',
    ]);
    expect(told(codes({ TEN: false }), codes({ TEN: false }))).toEqual([]);
  });

  it('are not denied by an empty cart, but by the first product they do not fit', () => {
    expect(told(codes({}, []), codes({ TEN: false }, []))).toEqual([]);
    expect(told(codes({ TEN: false }, []), codes({ TEN: false }))).toContain(
      'Coupon Denied TEN',
    );
    expect(told(codes({ TEN: false }, []), codes({ TEN: true }))).toContain(
      'Coupon Applied TEN',
    );
  });
});

it('gift cards are applied and removed', () => {
  const cards = (...giftCards: string[]) => cart({ lines: [a], giftCards });
  expect(told(cards('5501'), cards('5502'))).toEqual([
    'Gift Card Removed 5501',
    'Gift Card Applied 5502',
  ]);
  expect(cartEvents(cards(), cards('5501'))[0]?.properties).toEqual({
    gift_card_id: '5501',
    gift_card_last_characters: 'a7f2',
    cart_id: 'c1-0f3b7d',
    amount_used: 5,
  });
});

it('Cart Viewed lists what is in the cart, with its place and what it costs', () => {
  const event = cartViewed(of({ ...a, quantity: 2 }, b));
  expect(event).toMatchObject({
    name: 'Cart Viewed',
    properties: {
      cart_id: 'c1-0f3b7d',
      currency: 'EUR',
      value: 37.5,
      products: [
        { product_id: '111', quantity: 2, price: 12.5, position: 1 },
        { product_id: '112', quantity: 1, price: 12.5, position: 2 },
      ],
    },
  });
  expect(
    validateProperties('Cart Viewed', event?.properties ?? {}, plan),
  ).toEqual([]);
  expect(cartViewed(readStorefrontCart({ id: 'gid://shopify/Cart/c1' }))).toBe(
    undefined,
  );
});
