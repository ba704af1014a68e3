import fc from 'fast-check';
import type { DiscountScenario, RefundScenario, Scenario } from './scenario.ts';

/** Any order that a shop could have: currencies of every exponent, taxes in and out, discounts of each kind. */
const line = fc.record({
  price: fc.integer({ min: 0, max: 2_000_000 }),
  quantity: fc.integer({ min: 1, max: 40 }),
  taxPermille: fc.constantFrom(0, 25, 70, 190, 255),
  giftCard: fc.boolean(),
});

const discount: fc.Arbitrary<DiscountScenario> = fc.record({
  type: fc.constantFrom('discount_code', 'automatic', 'script', 'manual'),
  name: fc.constantFrom('SPRING', 'Three for two', 'VIP', 'FREESHIP'),
  target: fc.constantFrom('line_item', 'shipping_line'),
  permille: fc.constantFrom(1, 33, 100, 500, 1000),
});

export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
    seen: fc.option(
      fc.record({
        currency: fc.constantFrom('GBP', 'KRW', 'BHD', 'CHF'),
        rate: fc.double({ min: 0.01, max: 150, noNaN: true }),
      }),
      { nil: undefined },
    ),
    taxesIncluded: fc.boolean(),
    lines: fc.array(line, { minLength: 0, maxLength: 6 }),
    shipping: fc.array(
      fc.record({
        price: fc.integer({ min: 0, max: 9_999 }),
        taxPermille: fc.constantFrom(0, 70, 190),
      }),
      { maxLength: 2 },
    ),
    discounts: fc.array(discount, { maxLength: 3 }),
    tip: fc.constantFrom(0, 0, 1, 500),
    duties: fc.constantFrom(0, 0, 310),
    fees: fc.constantFrom(0, 0, 45),
    paidBy: fc.constantFrom('card', 'gift card', 'both'),
    source: fc.constantFrom('web', 'pos', 'shopify_draft_order', '1234567'),
  })
  .map(({ seen, ...scenario }) =>
    seen ? { ...scenario, presentment: seen } : scenario,
  );

export const anyRefund: fc.Arbitrary<RefundScenario> = fc.record({
  quantities: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 6 }),
  shipping: fc.boolean(),
  kept: fc.constantFrom(0, 0, 1, 250, 100_000),
  money: fc.constantFrom(
    'paid',
    'paid',
    'paid',
    'pending',
    'failed',
    'nothing',
  ),
});
