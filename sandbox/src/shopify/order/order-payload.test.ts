import * as fc from 'fast-check';
import { Carts } from '../cart/carts.ts';
import type { Cart } from '../cart/cart.ts';
import { DISCOUNTS } from '../cart/discounts.ts';
import { GIFT_CARDS } from '../cart/gift-cards.ts';
import { addLines } from '../cart/lines.ts';
import { orderJson } from '../consistent-order.ts';
import { Customers } from '../customers.ts';
import { COUNTRIES } from '../markets.ts';
import { samplePayload, type Payload } from '../sample.ts';
import {
  cartOfParts,
  changed,
  NOW,
  variantIds,
} from '../testing/cart-of-parts.ts';
import { KYUSU_RUST, SENCHA } from '../testing/carts.ts';
import { largeId } from './ids.ts';
import { Orders } from './orders.ts';
import { orderPayload } from './order-payload.ts';

const clock = () => NOW;

/** Carts with anything that is for sale, any codes, a gift card or none. */
const anyCart = fc
  .record({
    lines: fc.array(
      fc.record({
        merchandiseId: fc.constantFrom(...variantIds),
        quantity: fc.integer({ min: 1, max: 60 }),
      }),
      { maxLength: 8 },
    ),
    codes: fc.subarray([...DISCOUNTS.map(({ code }) => code), 'NONESUCH']),
    cards: fc.subarray([...GIFT_CARDS]),
    countryCode: fc.constantFrom(...COUNTRIES.map(({ code }) => code)),
  })
  .map(cartOfParts);

function place(cart: Cart, email = 'ada@example.com') {
  const orders = new Orders(new Customers(clock, largeId), clock);
  return orderPayload(orders.place(cart, email, 'http://shopify.example'));
}

function cartWith(changes: Partial<Cart> = {}, countryCode = 'DE'): Cart {
  const cart = changed(
    addLines(new Carts(clock).blank(countryCode), [
      { merchandiseId: SENCHA, quantity: 2 },
      { merchandiseId: KYUSU_RUST, quantity: 1 },
    ]),
  );
  return { ...cart, ...changes };
}

/** Differences of names, all the way down; lists by their first item, where both have one. */
function differences(value: unknown, sample: unknown, path = ''): string[] {
  if (Array.isArray(value) && Array.isArray(sample))
    return value.length > 0 && sample.length > 0
      ? differences(value[0], sample[0], `${path}[]`)
      : [];
  const isObject = (each: unknown): each is Payload =>
    typeof each === 'object' && each !== null && !Array.isArray(each);
  if (!isObject(value) || !isObject(sample)) return [];
  const names = new Set([...Object.keys(value), ...Object.keys(sample)]);
  return [...names].flatMap((name) => {
    const at = `${path}.${name}`;
    return name in value && name in sample
      ? differences(value[name], sample[name], at)
      : [at];
  });
}

it("has the shape of Shopify's own sample", () => {
  const sample = samplePayload('orders/create');
  expect(differences(place(cartWith()), sample)).toEqual([]);
});

it('carries what was on the cart', () => {
  const cart = cartWith({
    note: 'Ring twice',
    attributes: [{ key: '_storefront_anonymous_id', value: 'visitor-1' }],
  });
  const payload = place(cart);
  expect(payload).toMatchObject({
    name: '#1001',
    cart_token: cart.token,
    checkout_token: cart.key,
    email: 'ada@example.com',
    created_at: '2026-11-22T10:00:00Z',
    test: false,
    financial_status: 'paid',
    note: 'Ring twice',
    note_attributes: [{ name: '_storefront_anonymous_id', value: 'visitor-1' }],
    line_items: [
      {
        product_id: '820982911946154501',
        variant_id: '41982911946154501',
        sku: 'TEA-SEN-100',
        name: 'Sencha - 100 g',
        price: '12.50',
        quantity: 2,
      },
      { sku: 'WARE-KYU-RST', variant_title: 'Rust' },
    ],
    subtotal_price: '73.00',
    total_price: '77.90',
  });
  expect(orderJson(payload)).toContain('"product_id":820982911946154501,');
});

it('tells each discount, and what of it is on which line', () => {
  expect(
    place(cartWith({ discountCodes: ['WELCOME10', 'TEA5', 'NONESUCH'] })),
  ).toMatchObject({
    discount_codes: [
      { code: 'WELCOME10', amount: '7.30', type: 'percentage' },
      { code: 'TEA5', amount: '5.00', type: 'fixed_amount' },
    ],
    discount_applications: [
      { code: 'WELCOME10', value: '10.0', value_type: 'percentage' },
      { code: 'TEA5', value: '5.00', value_type: 'fixed_amount' },
    ],
    line_items: [
      {
        discount_allocations: [
          { amount: '2.50', discount_application_index: 0 },
          { amount: '1.71', discount_application_index: 1 },
        ],
      },
      {
        discount_allocations: [
          { amount: '4.80', discount_application_index: 0 },
          { amount: '3.29', discount_application_index: 1 },
        ],
      },
    ],
    total_line_items_price: '73.00',
    total_discounts: '12.30',
    subtotal_price: '60.70',
    total_price: '65.60',
  });
});

it('is paid by gift card, in part or wholly; the total stays', () => {
  const { total_price: total } = place(cartWith());
  expect(place(cartWith({ giftCards: GIFT_CARDS }))).toMatchObject({
    payment_gateway_names: ['gift_card', 'bogus'],
    total_price: total,
    total_outstanding: '0.00',
  });
  const small = changed(
    addLines(new Carts(clock).blank(), [{ merchandiseId: SENCHA }]),
  );
  expect(place({ ...small, giftCards: GIFT_CARDS })).toMatchObject({
    payment_gateway_names: ['gift_card'],
  });
});

it("has what the buyer paid beside the shop's money", () => {
  expect(place(cartWith({}, 'JP'))).toMatchObject({
    currency: 'EUR',
    presentment_currency: 'JPY',
    taxes_included: false,
    tax_lines: [],
    total_price: '77.90',
    total_price_set: {
      shop_money: { amount: '77.90', currency_code: 'EUR' },
      presentment_money: { amount: '12699', currency_code: 'JPY' },
    },
  });
});

it('contains the tax where the shop owes it', () => {
  expect(place(cartWith())).toMatchObject({
    taxes_included: true,
    total_tax: '10.08',
    tax_lines: [
      { title: 'VAT', rate: 0.07, price: '1.64' },
      { title: 'VAT', rate: 0.19, price: '8.44' },
    ],
  });
});

it('belongs to one customer an address', () => {
  const orders = new Orders(new Customers(clock, largeId), clock);
  const [first, second, third] = [
    'a@example.com',
    'A@example.com',
    'b@example.com',
  ].map(
    (email) => orders.place(cartWith(), email, 'http://x.example').customer.id,
  );
  expect(first).toBe(second);
  expect(first).not.toBe(third);
});

const cents = (amount: unknown) => Math.round(Number(amount) * 100);
const items = (value: unknown) => value as readonly Payload[];
const sum = (list: readonly Payload[], name: string) =>
  list.reduce((all, item) => all + cents(item[name]), 0);

type Reader = (target: Payload, name: string) => number;

const readers: Readonly<Record<string, Reader>> = {
  'the fields': (target, name) => cents(target[name]),
  'the shop money': (target, name) => setOf(target, name, 'shop_money'),
  'the presentment money': (target, name) =>
    setOf(target, name, 'presentment_money'),
};

function setOf(target: Payload, name: string, which: string): number {
  const set = target[`${name}_set`] as Record<string, { amount: string }>;
  return cents(set[which]?.amount);
}

it.each(Object.entries(readers))(
  'adds up whatever is bought: %s',
  (_, read) => {
    fc.assert(
      fc.property(anyCart, (cart) => {
        const order = place(cart);
        const lines = items(order['line_items']);
        const [shipping] = items(order['shipping_lines']) as [Payload];
        const add = (list: readonly Payload[], name: string) =>
          list.reduce((all, item) => all + read(item, name), 0);
        const gross = lines.reduce(
          (all, line) => all + read(line, 'price') * Number(line['quantity']),
          0,
        );
        const discounts = lines.reduce(
          (all, line) =>
            all + add(items(line['discount_allocations']), 'amount'),
          0,
        );
        expect(read(order, 'total_line_items_price')).toBe(gross);
        expect(read(order, 'total_discounts')).toBe(discounts);
        expect(read(order, 'subtotal_price')).toBe(gross - discounts);
        expect(read(order, 'total_price')).toBe(
          gross - discounts + read(shipping, 'discounted_price'),
        );
        expect(read(order, 'total_tax')).toBe(
          add(items(order['tax_lines']), 'price'),
        );
        expect(
          [...lines, shipping].reduce(
            (all, line) => all + add(items(line['tax_lines']), 'price'),
            0,
          ),
        ).toBe(read(order, 'total_tax'));
      }),
      { numRuns: 300 },
    );
  },
);

it('says of each code what it took off', () => {
  fc.assert(
    fc.property(anyCart, (cart) => {
      const order = place(cart);
      expect(sum(items(order['discount_codes']), 'amount')).toBe(
        cents(order['total_discounts']),
      );
    }),
    { numRuns: 300 },
  );
});
