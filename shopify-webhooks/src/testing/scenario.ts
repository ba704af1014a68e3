/**
 * Orders and refunds whose arithmetic is right, in the shape of Shopify's webhooks: what a scenario says is reckoned in
 * minor units, in each of its currencies by itself, and written as Shopify writes it.
 */
import { exponentOf } from '@storefront-events/plan/money';
import type { Json } from '../shopify/payload.ts';

export interface Scenario {
  readonly currency: string;
  /** The currency that the customer sees, and how much of it one minor unit of the shop's is. */
  readonly presentment?: { readonly currency: string; readonly rate: number };
  readonly taxesIncluded: boolean;
  readonly lines: readonly LineScenario[];
  readonly shipping: readonly ShippingScenario[];
  /** Each takes a share of every line, or of the shipping. */
  readonly discounts: readonly DiscountScenario[];
  /** In minor units of the shop's currency. */
  readonly tip: number;
  readonly duties: number;
  readonly fees: number;
  readonly paidBy: 'card' | 'gift card' | 'both';
  readonly source: string;
}

export interface LineScenario {
  readonly price: number;
  readonly quantity: number;
  readonly taxPermille: number;
  readonly giftCard: boolean;
}

export interface ShippingScenario {
  readonly price: number;
  readonly taxPermille: number;
}

export interface DiscountScenario {
  readonly type: 'discount_code' | 'automatic' | 'script' | 'manual';
  readonly name: string;
  readonly target: 'line_item' | 'shipping_line';
  readonly permille: number;
}

/** What an order comes to, in minor units of one currency. */
export interface Reckoning {
  readonly lines: readonly {
    readonly price: number;
    readonly allocations: readonly number[];
    readonly tax: number;
    /** After discounts, without tax. */
    readonly net: number;
  }[];
  readonly shipping: readonly {
    readonly price: number;
    readonly allocations: readonly number[];
    readonly tax: number;
    readonly net: number;
  }[];
  readonly discount: number;
  readonly tax: number;
  readonly tip: number;
  readonly duties: number;
  readonly fees: number;
  /** As Shopify writes it: with tax, where prices include it. */
  readonly subtotal: number;
  readonly total: number;
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Reckons a scenario in the shop's currency, or in the customer's. */
export function reckon(scenario: Scenario, rate = 1): Reckoning {
  const { taxesIncluded, discounts } = scenario;
  const convert = (minor: number) => Math.round(minor * rate);
  const off = (target: DiscountScenario['target'], price: number) => {
    let left = price;
    return discounts
      .filter((discount) => discount.target === target)
      .map(({ permille }) => {
        const amount = Math.min(left, Math.round((price * permille) / 1000));
        left -= amount;
        return amount;
      });
  };
  const reckonPart = (
    price: number,
    permille: number,
    target: DiscountScenario['target'],
  ) => {
    const allocations = off(target, price);
    const paid = price - sum(allocations);
    const tax = taxesIncluded
      ? Math.round((paid * permille) / (1000 + permille))
      : Math.round((paid * permille) / 1000);
    return { allocations, tax, paid, net: taxesIncluded ? paid - tax : paid };
  };
  const lines = scenario.lines.map(({ price, quantity, taxPermille }) => ({
    price: convert(price),
    ...reckonPart(convert(price) * quantity, taxPermille, 'line_item'),
  }));
  const shipping = scenario.shipping.map(({ price, taxPermille }) => ({
    price: convert(price),
    ...reckonPart(convert(price), taxPermille, 'shipping_line'),
  }));
  const parts = [...lines, ...shipping];
  const tax = sum(parts.map((part) => part.tax));
  const subtotal = sum(lines.map(({ paid }) => paid));
  const tip = convert(scenario.tip);
  const duties = convert(scenario.duties);
  const fees = convert(scenario.fees);
  return {
    lines,
    shipping,
    tax,
    tip,
    duties,
    fees,
    subtotal,
    discount: sum(parts.flatMap(({ allocations }) => allocations)),
    total:
      subtotal +
      sum(shipping.map(({ paid }) => paid)) +
      (taxesIncluded ? 0 : tax) +
      tip +
      duties +
      fees,
  };
}

/** An amount as Shopify writes it. */
export function amountText(minor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const at = digits.length - exponent;
  return `${minor < 0 ? '-' : ''}${digits.slice(0, at)}${exponent > 0 ? `.${digits.slice(at)}` : ''}`;
}

/** Writes an amount that is in both currencies: `name` and `name_set`. */
function writer(scenario: Scenario) {
  const { currency, presentment } = scenario;
  const shop = reckon(scenario);
  const seen = presentment ? reckon(scenario, presentment.rate) : shop;
  const set = (inShop: number, inTheirs: number) => ({
    shop_money: {
      amount: amountText(inShop, currency),
      currency_code: currency,
    },
    presentment_money: {
      amount: amountText(inTheirs, presentment?.currency ?? currency),
      currency_code: presentment?.currency ?? currency,
    },
  });
  const both = (name: string, pick: (reckoning: Reckoning) => number) => ({
    [name]: amountText(pick(shop), currency),
    [`${name}_set`]: set(pick(shop), pick(seen)),
  });
  const only = (name: string, pick: (reckoning: Reckoning) => number) => ({
    [`${name}_set`]: set(pick(shop), pick(seen)),
  });
  return { shop, seen, set, both, only };
}

/** The scenario as `orders/create`. */
export function scenarioOrder(scenario: Scenario, changes: Json = {}): Json {
  const { currency, presentment, discounts } = scenario;
  const { shop, both, only } = writer(scenario);
  const gateways = {
    card: ['shopify_payments'],
    'gift card': ['gift_card'],
    both: ['gift_card', 'shopify_payments'],
  }[scenario.paidBy];
  const allocations = (
    target: DiscountScenario['target'],
    pick: (reckoning: Reckoning) => readonly number[],
  ) =>
    discounts
      .map((discount, index) => ({ discount, index }))
      .filter(({ discount }) => discount.target === target)
      .map(({ index }, place) => ({
        ...both('amount', (reckoning) => pick(reckoning)[place] ?? 0),
        discount_application_index: index,
      }));
  const taxLines = (
    permille: number,
    pick: (reckoning: Reckoning) => number,
  ) =>
    permille === 0
      ? []
      : [{ title: 'VAT', rate: permille / 1000, ...both('price', pick) }];
  return {
    id: 4501,
    admin_graphql_api_id: 'gid://shopify/Order/4501',
    name: '#1001',
    test: false,
    currency,
    presentment_currency: presentment?.currency ?? currency,
    created_at: '2026-11-21T11:00:00+01:00',
    processed_at: '2026-11-21T11:00:00+01:00',
    updated_at: '2026-11-21T11:00:02+01:00',
    source_name: scenario.source,
    financial_status: 'paid',
    fulfillment_status: null,
    cart_token: 'c1-abc',
    checkout_token: 'chk-1',
    taxes_included: scenario.taxesIncluded,
    payment_gateway_names: gateways,
    ...both('subtotal_price', ({ subtotal }) => subtotal),
    ...both('total_price', ({ total }) => total),
    ...both('total_tax', ({ tax }) => tax),
    ...both('total_discounts', ({ discount }) => discount),
    total_tip_received: amountText(shop.tip, currency),
    ...only('original_total_duties', ({ duties }) => duties),
    ...only('original_total_additional_fees', ({ fees }) => fees),
    discount_codes: discounts
      .filter(({ type }) => type === 'discount_code')
      .map(({ name }) => ({ code: name, amount: '0.00', type: 'percentage' })),
    discount_applications: discounts.map(({ type, name, target }) => ({
      type,
      target_type: target,
      ...(type === 'discount_code' ? { code: name } : { title: name }),
    })),
    shipping_lines: scenario.shipping.map(({ taxPermille }, index) => ({
      id: 7000 + index,
      title: 'Standard',
      ...both('price', ({ shipping }) => shipping[index]?.price ?? 0),
      ...both(
        'discounted_price',
        ({ shipping }) =>
          (shipping[index]?.price ?? 0) -
          sum(shipping[index]?.allocations ?? []),
      ),
      tax_lines: taxLines(
        taxPermille,
        ({ shipping }) => shipping[index]?.tax ?? 0,
      ),
      discount_allocations: allocations(
        'shipping_line',
        ({ shipping }) => shipping[index]?.allocations ?? [],
      ),
    })),
    note_attributes: [],
    customer: {
      id: 77,
      admin_graphql_api_id: 'gid://shopify/Customer/77',
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
    },
    line_items: scenario.lines.map(
      ({ quantity, taxPermille, giftCard }, index) => ({
        id: 9000 + index,
        admin_graphql_api_id: `gid://shopify/LineItem/${String(9000 + index)}`,
        product_id: 500 + index,
        variant_id: 600 + index,
        sku: `SKU-${String(index)}`,
        title: giftCard ? 'Gift card' : 'Sencha',
        variant_title: '100 g',
        vendor: 'Kettle & Leaf',
        quantity,
        gift_card: giftCard,
        ...both('price', ({ lines }) => lines[index]?.price ?? 0),
        tax_lines: taxLines(taxPermille, ({ lines }) => lines[index]?.tax ?? 0),
        discount_allocations: allocations(
          'line_item',
          ({ lines }) => lines[index]?.allocations ?? [],
        ),
      }),
    ),
    ...changes,
  };
}

export interface RefundScenario {
  /** How many units of each line are refunded; of lines that are not named, none. */
  readonly quantities: readonly number[];
  readonly shipping: boolean;
  /** How it says so: since API version 2024-10 adjustments have no kind, and shipping has lines of its own. */
  readonly shape: 'before 2024-10' | 'since 2024-10';
  /** What is kept of it, in minor units of the shop's currency: Shopify's `refund_discrepancy`. */
  readonly kept: number;
  /** `nothing`: the goods came back and no money went out. */
  readonly money: 'paid' | 'pending' | 'failed' | 'nothing';
}

/** What a refund comes to, in minor units of one currency. */
function reckonRefund(
  scenario: Scenario,
  refund: RefundScenario,
  rate: number,
) {
  const order = reckon(scenario, rate);
  const lines = scenario.lines.flatMap(({ quantity }, index) => {
    const units = Math.min(refund.quantities[index] ?? 0, quantity);
    const line = order.lines[index];
    if (units === 0 || !line) return [];
    const share = (amount: number) => Math.round((amount * units) / quantity);
    return [{ index, units, subtotal: share(line.net), tax: share(line.tax) }];
  });
  const shipping = refund.shipping
    ? sum(order.shipping.map(({ net }) => net))
    : 0;
  const shippingTax = refund.shipping
    ? sum(order.shipping.map(({ tax }) => tax))
    : 0;
  const whole =
    sum(lines.map(({ subtotal, tax }) => subtotal + tax)) +
    shipping +
    shippingTax;
  const kept = Math.min(Math.round(refund.kept * rate), whole);
  return { lines, shipping, shippingTax, kept, total: whole - kept };
}

/** What a refund of an order pays back: in the shop's currency, and in the customer's. */
export function refundTotals(scenario: Scenario, refund: RefundScenario) {
  const rate = scenario.presentment?.rate ?? 1;
  return {
    shop: reckonRefund(scenario, refund, 1).total,
    presentment: reckonRefund(scenario, refund, rate).total,
  };
}

/** The shipping that is in it, without tax. */
export function refundShipping(scenario: Scenario, refund: RefundScenario) {
  const rate = scenario.presentment?.rate ?? 1;
  return {
    shop: reckonRefund(scenario, refund, 1).shipping,
    presentment: reckonRefund(scenario, refund, rate).shipping,
  };
}

/** The refund of a scenario's order, as `refunds/create`. */
export function scenarioRefund(
  scenario: Scenario,
  refund: RefundScenario,
  changes: Json = {},
): Json {
  const { currency, presentment } = scenario;
  const { set } = writer(scenario);
  const shop = reckonRefund(scenario, refund, 1);
  const seen = reckonRefund(scenario, refund, presentment?.rate ?? 1);
  const isOld = refund.shape === 'before 2024-10';
  const order = scenarioOrder(scenario);
  const lineItems = order['line_items'] as readonly Json[];
  const adjustment = (
    kind: string,
    pick: (part: typeof shop) => readonly [number, number],
  ) => {
    const [amount, tax] = pick(shop);
    const [amountSeen, taxSeen] = pick(seen);
    return amount === 0 && tax === 0 && amountSeen === 0 && taxSeen === 0
      ? []
      : [
          {
            ...(isOld && { kind }),
            amount: amountText(amount, currency),
            amount_set: set(amount, amountSeen),
            tax_amount: amountText(tax, currency),
            tax_amount_set: set(tax, taxSeen),
          },
        ];
  };
  const status = {
    paid: 'success',
    pending: 'pending',
    failed: 'failure',
    nothing: '',
  };
  return {
    id: 501,
    admin_graphql_api_id: 'gid://shopify/Refund/501',
    order_id: 4501,
    created_at: '2026-11-22T09:00:00+01:00',
    processed_at: '2026-11-22T09:00:00+01:00',
    note: 'came broken',
    total_duties_set: set(0, 0),
    refund_line_items: shop.lines.map(
      ({ index, units, subtotal, tax }, place) => ({
        id: 800 + place,
        line_item_id: 9000 + index,
        quantity: units,
        // Numbers, where almost all other amounts are text.
        subtotal: Number(amountText(subtotal, currency)),
        subtotal_set: set(subtotal, seen.lines[place]?.subtotal ?? 0),
        total_tax: Number(amountText(tax, currency)),
        total_tax_set: set(tax, seen.lines[place]?.tax ?? 0),
        line_item: lineItems[index],
      }),
    ),
    order_adjustments: [
      ...(isOld
        ? adjustment('shipping_refund', (part) => [
            -part.shipping,
            -part.shippingTax,
          ])
        : []),
      ...adjustment('refund_discrepancy', (part) => [part.kept, 0]),
    ],
    refund_shipping_lines:
      isOld || !refund.shipping
        ? []
        : [
            {
              id: 900,
              subtotal_amount_set: set(shop.shipping, seen.shipping),
              tax_amount_set: set(shop.shippingTax, seen.shippingTax),
            },
          ],
    transactions:
      refund.money === 'nothing'
        ? []
        : [
            {
              kind: 'refund',
              status: status[refund.money],
              gateway: 'shopify_payments',
              amount: amountText(seen.total, presentment?.currency ?? currency),
              currency: presentment?.currency ?? currency,
            },
          ],
    ...changes,
  };
}
