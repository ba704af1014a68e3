/** Any order and any refund: the money adds up, to the last minor unit, and the plan has nothing to say. */
import { deepStrictEqual as same } from 'node:assert';
import fc from 'fast-check';
import { toMinor } from '@storefront-events/plan/money';
import { orderSubject } from '../ledger.ts';
import type { Remembered } from '../consent.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { noteAttributes } from '../testing/consent.ts';
import { mapWebhook, NOTHING } from '../testing/map-webhook.ts';
import {
  reckon,
  refundTotals,
  scenarioOrder,
  scenarioRefund,
  type Scenario,
} from '../testing/scenario.ts';
import { anyRefund, anyScenario } from '../testing/scenarios.ts';
import { makeWebhook } from '../testing/webhook.ts';
import type { MapConfig } from './mapping.ts';

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

// 20,000 in all: in parts, so that none runs into the time limit of a busy machine.
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
