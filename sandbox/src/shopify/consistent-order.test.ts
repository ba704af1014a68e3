import { consistentOrder, orderJson } from './consistent-order.ts';
import { samplePayload, type Payload } from './sample.ts';

const at = new Date('2026-11-21T10:00:00Z');

/** The names and kinds of a value, all the way down; a list by its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, item]) => [key, shapeOf(item)]),
    );
  return 'value';
}

const number = (value: unknown) => Math.round(Number(value) * 100);

function expectConsistent(order: Payload): void {
  const lines = order['line_items'] as Payload[];
  const gross = lines.reduce(
    (sum, { price, quantity }) => sum + number(price) * Number(quantity),
    0,
  );
  expect(number(order['subtotal_price'])).toBe(gross);
  const [shipping] = order['shipping_lines'] as [Payload];
  expect(number(order['total_price'])).toBe(
    gross + number(shipping['discounted_price']) + number(order['total_tax']),
  );
  expect(order['total_price_set']).toMatchObject({
    shop_money: { amount: order['total_price'] },
  });
  expect(order).toMatchObject({
    test: false,
    cancelled_at: null,
    financial_status: 'paid',
    total_outstanding: '0.00',
  });
}

describe("Shopify's sample order, made consistent", () => {
  it('adds up and is paid', () => {
    expectConsistent(consistentOrder(samplePayload('orders/create'), at));
  });

  it('keeps its shape', () => {
    expect(
      shapeOf(consistentOrder(samplePayload('orders/create'), at)),
    ).toEqual(shapeOf(samplePayload('orders/create')));
  });

  it('is written with every digit of its ids', () => {
    const json = orderJson(consistentOrder(samplePayload('orders/create'), at));
    expect(json).toMatch(/^\{"id":820982911946154508,/);
    expect(json).toContain('"id":487817672276298554,');
  });

  it('leaves the sample itself as it was', () => {
    expect(samplePayload('orders/create')).toMatchObject({
      test: true,
      financial_status: 'voided',
    });
  });
});
