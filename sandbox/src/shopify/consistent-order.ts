import type { Payload } from './sample.ts';

/**
 * Makes an order payload consistent, because Shopify's samples are not: they are test orders, cancelled and voided,
 * their money does not add up, and their ids have lost their last digits. Everything is derived from what the order
 * holds: its lines, shipping lines and tax lines. The shape is left as it is.
 *
 * - Not a test, not cancelled, confirmed and paid, at the time given.
 * - Ids from the GraphQL ids beside them, so that `orderJson` can write every digit.
 * - total = subtotal + shipping + tax (unless included) + tip.
 */
export function consistentOrder(order: Payload, at: Date): Payload {
  const currency = String(order['currency']);
  for (const line of items(order['shipping_lines'])) {
    const price =
      cents(line['price']) - sumOf(line['discount_allocations'], 'amount');
    setMoney(line, 'discounted_price', price, currency);
    setMoney(line, 'current_discounted_price', price, currency);
  }
  for (const [name, amount] of Object.entries(moneyOf(order)))
    setMoney(order, name, amount, currency);

  const time = at.toISOString().replace(/\.\d{3}Z$/, 'Z');
  return Object.assign(order, {
    test: false,
    cancelled_at: null,
    cancel_reason: null,
    confirmed: true,
    financial_status: 'paid',
    total_outstanding: '0.00',
    created_at: time,
    updated_at: time,
    processed_at: time,
  });
}

/** An order's totals in minor units, by the names of its fields. */
function moneyOf(order: Payload): Record<string, number> {
  const lines = items(order['line_items']);
  const shippingLines = items(order['shipping_lines']);
  const discountsOf = (list: readonly Payload[]) =>
    total(list.map((line) => sumOf(line['discount_allocations'], 'amount')));
  const gross = total(
    lines.map((line) => cents(line['price']) * Number(line['quantity'])),
  );
  const discounts = discountsOf(lines) + discountsOf(shippingLines);
  const subtotal = gross - discountsOf(lines);
  const shipping = sumOf(shippingLines, 'discounted_price');
  const tax = sumOf(order['tax_lines'], 'price');
  const added = order['taxes_included'] === true ? 0 : tax;
  const price =
    subtotal + shipping + added + cents(order['total_tip_received']);
  return {
    total_line_items_price: gross,
    total_discounts: discounts,
    subtotal_price: subtotal,
    total_shipping_price: sumOf(shippingLines, 'price'),
    total_tax: tax,
    total_price: price,
    current_subtotal_price: subtotal,
    current_total_discounts: discounts,
    current_shipping_price: shipping,
    current_total_tax: tax,
    current_total_price: price,
  };
}

function cents(amount: unknown): number {
  return Math.round(Number(amount) * 100);
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function sumOf(list: unknown, key: string): number {
  return total(items(list).map((item) => cents(item[key])));
}

/** Sets `name` where the order has it, and `name_set` in both currencies where the order has that. */
function setMoney(
  target: Payload,
  name: string,
  amount: number,
  currency: string,
): void {
  const text = (amount / 100).toFixed(2);
  if (name in target) target[name] = text;
  if (`${name}_set` in target) {
    const money = { amount: text, currency_code: currency };
    target[`${name}_set`] = {
      shop_money: { ...money },
      presentment_money: { ...money },
    };
  }
}

function items(value: unknown): Payload[] {
  return Array.isArray(value) ? (value as Payload[]) : [];
}

// ECMAScript "JSON.parse source text access"; TypeScript does not know it yet.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/** Writes an order as Shopify does: numeric ids with every digit, also beyond 2^53. */
export function orderJson(order: Payload): string {
  return JSON.stringify(order, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const isId = key === 'id' || key.endsWith('_id');
      return isId && typeof value === 'string' && /^\d{1,20}$/.test(value)
        ? JSON.rawJSON(value)
        : value;
    }
    const gid = (value as Payload)['admin_graphql_api_id'];
    const digits =
      typeof gid === 'string' ? /\/(\d+)$/.exec(gid)?.[1] : undefined;
    return digits === undefined ? value : { ...value, id: digits };
  });
}
