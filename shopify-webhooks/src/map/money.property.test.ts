/** Any order and any refund: the money adds up, to the last minor unit, and the plan has nothing to say. */
import { deepStrictEqual as same } from 'node:assert';
import fc from 'fast-check';
import { toMinor } from '@storefront-events/plan/money';
import { orderSubject } from '../ledger.ts';
import type { Remembered } from '../claim.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { noteAttributes } from '../testing/consent.ts';
import { mapWebhook, NOTHING } from '../testing/map-webhook.ts';
import {
  reckon,
  refundShipping,
  refundTotals,
  scenarioOrder,
  scenarioRefund,
  type DiscountScenario,
  type RefundScenario,
  type Scenario,
} from '../testing/scenario.ts';
import { makeWebhook } from '../testing/webhook.ts';
import type { MapConfig } from './mapping.ts';

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

const anyScenario: fc.Arbitrary<Scenario> = fc
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

const anyRefund: fc.Arbitrary<RefundScenario> = fc.record({
  quantities: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 6 }),
  shipping: fc.boolean(),
  shape: fc.constantFrom('before 2024-10', 'since 2024-10'),
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

const granted = noteAttributes({ analytics: true, marketing: true }, 'v1');

interface Properties {
  readonly currency: string;
  readonly [name: string]: unknown;
  readonly products: readonly Readonly<Record<string, unknown>>[];
}

const choices = ['shop', 'presentment'] as const;
type Choice = (typeof choices)[number];

const configOf = (currency: Choice, more: object = {}): MapConfig => ({
  ...MAP_CONFIG,
  mapping: { ...MAP_CONFIG.mapping, currency, ...more },
});

function outcomeOf(
  topic: string,
  payload: object,
  config: MapConfig,
  remembered: Remembered = NOTHING,
) {
  const body = Buffer.from(JSON.stringify(payload));
  return mapWebhook(makeWebhook({ topic, body }), config, remembered);
}

function propertiesOf(outcome: ReturnType<typeof outcomeOf>): Properties {
  if (outcome.status !== 'mapped') throw new Error(outcome.reason);
  const message = outcome.messages.find(({ event }) =>
    event.startsWith('Order'),
  );
  if (!message) throw new Error('no message');
  same(message.blocked, undefined);
  same(message.flags, []);
  return (JSON.parse(message.body) as { properties: Properties }).properties;
}

/** Amounts of a message in minor units: what is missing is nothing. */
const minorOf = (properties: Properties) => (name: string) =>
  toMinor(properties[name] ?? 0, properties.currency) ?? NaN;

const total = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0);

function expectOrder(scenario: Scenario, choice: Choice): void {
  const { presentment } = scenario;
  const swapped = choice === 'presentment' && presentment !== undefined;
  const expected = reckon(scenario, swapped ? presentment.rate : 1);
  const properties = propertiesOf(
    outcomeOf(
      'orders/create',
      scenarioOrder(scenario, { note_attributes: granted }),
      configOf(choice),
    ),
  );
  const minor = minorOf(properties);
  same(properties.currency, swapped ? presentment.currency : scenario.currency);
  const parts = ['subtotal', 'shipping', 'tax', 'tip', 'duties', 'fees'];
  same(total(parts.map(minor)), minor('total'));
  same(
    {
      total: minor('total'),
      subtotal: minor('subtotal'),
      revenue: minor('revenue'),
      shipping: minor('shipping'),
      tax: minor('tax'),
      tip: minor('tip'),
      duties: minor('duties'),
      fees: minor('fees'),
      discount: minor('discount'),
      giftCard: minor('gift_card_amount'),
    },
    {
      total: expected.total,
      subtotal: total(expected.lines.map(({ net }) => net)),
      revenue: total(expected.lines.map(({ net }) => net)),
      shipping: total(expected.shipping.map(({ net }) => net)),
      tax: expected.tax,
      tip: expected.tip,
      duties: expected.duties,
      fees: expected.fees,
      discount: expected.discount,
      giftCard: scenario.paidBy === 'gift card' ? expected.total : 0,
    },
  );
  same(
    properties.products.map(({ price, revenue, discount }) => [
      toMinor(price, properties.currency),
      toMinor(revenue, properties.currency),
      toMinor(discount ?? 0, properties.currency),
    ]),
    expected.lines.map(({ price, net, allocations }) => [
      price,
      net,
      total(allocations),
    ]),
  );
  if (presentment && !swapped)
    same(
      toMinor(properties['presentment_total'], presentment.currency),
      reckon(scenario, presentment.rate).total,
    );
}

// On a busy machine each takes a while.
jest.setTimeout(300_000);

// 20,000 in all.
it.each(['card', 'gift card', 'both', 'card'] as const)(
  '5,000 orders paid by %s',
  (paidBy) => {
    fc.assert(
      fc.property(
        anyScenario,
        fc.constantFrom(...choices),
        (scenario, choice) => {
          expectOrder({ ...scenario, paidBy }, choice);
        },
      ),
      { numRuns: 5000 },
    );
  },
);

it('gift cards that are bought are no revenue, where the shop says so', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const properties = propertiesOf(
        outcomeOf(
          'orders/create',
          scenarioOrder(scenario, { note_attributes: granted }),
          configOf('shop', { giftCardRevenue: false }),
        ),
      );
      const { lines } = reckon(scenario);
      const sold = lines.filter((_, index) => !scenario.lines[index]?.giftCard);
      same(minorOf(properties)('revenue'), total(sold.map(({ net }) => net)));
    }),
    { numRuns: 500 },
  );
});

it('10,000 refunds', () => {
  fc.assert(
    fc.property(
      anyScenario,
      anyRefund,
      fc.constantFrom(...choices),
      fc.boolean(),
      (scenario, refund, choice, isKnown) => {
        const { presentment, currency } = scenario;
        const known = {
          order: {
            currency,
            total: reckon(scenario).total,
            presentmentCurrency: presentment?.currency ?? currency,
            presentmentTotal: reckon(scenario, presentment?.rate ?? 1).total,
          },
        };
        const outcome = outcomeOf(
          'refunds/create',
          scenarioRefund(scenario, refund),
          configOf(choice),
          isKnown
            ? { ...NOTHING, known: new Map([[orderSubject('4501'), known]]) }
            : NOTHING,
        );
        const expected = refundTotals(scenario, refund);
        const paid = refund.money === 'paid' ? expected[choice] : 0;
        const paidInTheirs = refund.money === 'paid' ? expected.presentment : 0;
        // So little that it is nothing in the other currency: there is no rate to reckon with.
        if (paidInTheirs === 0 || paid === 0) {
          if (paidInTheirs === 0) same(outcome.status, 'ignored');
          return;
        }
        const properties = propertiesOf(outcome);
        same(
          properties.currency,
          choice === 'presentment' && presentment
            ? presentment.currency
            : currency,
        );
        same(minorOf(properties)('total'), paid);
        same(
          minorOf(properties)('refund_shipping'),
          refundShipping(scenario, refund)[choice],
        );
        if (isKnown)
          same(
            properties['is_partial'],
            paid <
              (choice === 'shop'
                ? known.order.total
                : known.order.presentmentTotal),
          );
      },
    ),
    { numRuns: 10_000 },
  );
});
