import * as fc from 'fast-check';
import { findMerchandise } from '../catalogue.ts';
import { COUNTRIES } from '../markets.ts';
import { CURRENCIES, shareOut, total } from '../money.ts';
import { orderCost, taxesByRate } from '../order/order-cost.ts';
import {
  cartOfParts,
  changed,
  NOW,
  variantIds,
} from '../testing/cart-of-parts.ts';
import { Carts } from './carts.ts';
import { costOf } from './cost.ts';
import { DISCOUNTS } from './discounts.ts';
import { GIFT_CARDS } from './gift-cards.ts';
import { addLines, removeLines, updateLines } from './lines.ts';

const RUNS = { numRuns: 1000 };
const currency = fc.constantFrom(...CURRENCIES);
const country = fc.constantFrom(...COUNTRIES);

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

const amounts = (list: readonly { readonly amount: number }[]) =>
  total(list.map(({ amount }) => amount));

describe('the cost of any cart, in any currency', () => {
  it('adds up, in whole minor units', () => {
    fc.assert(
      fc.property(anyCart, currency, (cart, each) => {
        const cost = costOf(cart, each);
        for (const line of cost.lines) {
          expect(line.subtotal).toBe(line.unit * line.line.quantity);
          expect(line.total).toBe(line.subtotal - amounts(line.discounts));
          expect(line.total).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(line.total)).toBe(true);
        }
        expect(cost.subtotal).toBe(total(cost.lines.map((line) => line.total)));
        expect(cost.total).toBe(cost.subtotal - amounts(cost.discounts));
        expect(cost.total).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('says of a code that it applies if it takes something off, and only then', () => {
    fc.assert(
      fc.property(anyCart, currency, (cart, each) => {
        const { lines, discounts, codes } = costOf(cart, each);
        const taking = [
          ...lines.flatMap((line) => line.discounts),
          ...discounts,
        ]
          .filter(({ amount }) => amount > 0)
          .map(({ discount }) => discount.code);
        expect(
          codes.filter(({ isApplicable }) => isApplicable).map((c) => c.code),
        ).toEqual(cart.discountCodes.filter((code) => taking.includes(code)));
      }),
      RUNS,
    );
  });

  it('of its order adds up too: discounts shared out, taxes contained, gift cards no more than due', () => {
    fc.assert(
      fc.property(anyCart, country, currency, (cart, where, each) => {
        const order = orderCost(cart, where, each);
        const list = total(order.cart.lines.map(({ subtotal }) => subtotal));
        const used = total(order.giftCards.map((card) => card.used));
        expect(order.subtotal).toBe(list - order.discount);
        expect(order.total).toBe(order.subtotal + order.shipping);
        expect(order.discount).toBe(
          amounts(order.lines.flatMap(({ discounts }) => discounts)),
        );
        expect(amounts(taxesByRate(order))).toBe(order.tax);
        expect(order.tax).toBeLessThan(order.total);
        expect(order.due).toBe(order.total - used);
        expect(order.due).toBeGreaterThanOrEqual(0);
        if (!where.hasTax) expect(order.tax).toBe(0);
      }),
      RUNS,
    );
  });
});

it('shares amounts out without losing a cent', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000_000),
      fc.array(fc.nat(100_000), { minLength: 1 }),
      (amount, weights) => {
        const shares = shareOut(amount, weights);
        expect(total(shares)).toBe(total(weights) === 0 ? 0 : amount);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      },
    ),
    RUNS,
  );
});

type Step = readonly ['add' | 'set' | 'remove', string, number];

const steps = fc.array(
  fc.tuple(
    fc.constantFrom('add' as const, 'set' as const, 'remove' as const),
    fc.constantFrom(...variantIds.slice(0, 4), ...variantIds.slice(-9)),
    fc.integer({ min: 1, max: 300 }),
  ),
  { maxLength: 30 },
);

/** What a cart should hold, kept as nothing but a number a variant. */
function expected(edits: readonly Step[]): Record<string, number> {
  const held = new Map<string, number>();
  for (const [kind, id, quantity] of edits) {
    const stock = findMerchandise(id)?.variant.stock ?? 0;
    const before = held.get(id) ?? 0;
    if (kind === 'remove') held.delete(id);
    else if (kind === 'add') held.set(id, Math.min(before + quantity, stock));
    else if (before > 0) held.set(id, Math.min(quantity, stock));
  }
  return Object.fromEntries([...held].filter(([, quantity]) => quantity > 0));
}

it('holds what was put in, after any edits', () => {
  fc.assert(
    fc.property(steps, (edits) => {
      let cart = new Carts(() => NOW).blank();
      for (const [kind, id, quantity] of edits) {
        const line = cart.lines.find(({ variant }) => id.endsWith(variant.id));
        if (kind === 'add')
          cart = changed(addLines(cart, [{ merchandiseId: id, quantity }]));
        else if (line && kind === 'set')
          cart = changed(updateLines(cart, [{ id: line.id, quantity }]));
        else if (line) cart = changed(removeLines(cart, [line.id]));
      }
      const ids = cart.lines.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(
        Object.fromEntries(
          cart.lines.map(({ variant, quantity }) => [
            `gid://shopify/ProductVariant/${variant.id}`,
            quantity,
          ]),
        ),
      ).toEqual(expected(edits));
    }),
    { numRuns: 1000 },
  );
});
