import { makeOrder } from '../testing/order.ts';
import { money } from './money-of.ts';
import { moneyOfOrder } from './money-of-order.ts';
import { orderAmounts } from './order-amounts.ts';

const EUR = money('shop', 'EUR');

describe("an order's money", () => {
  it('is read as Shopify has it where tax is added', () => {
    expect(orderAmounts(makeOrder(), EUR)).toEqual({
      total: 28.65,
      subtotal: 20,
      revenue: 20,
      shipping: 4.9,
      tax: 3.75,
      discount: 5,
    });
  });

  it('is freed of tax where the prices include it', () => {
    const order = makeOrder({
      taxes_included: true,
      subtotal_price: '20.00',
      total_price: '24.90',
      total_tax: '3.97',
      shipping_lines: [
        {
          price: '4.90',
          discounted_price: '4.90',
          tax_lines: [{ price: '0.78' }],
        },
      ],
    });
    const amounts = orderAmounts(order, EUR);
    expect(amounts).toMatchObject({
      subtotal: 16.81,
      revenue: 16.81,
      shipping: 4.12,
      tax: 3.97,
      total: 24.9,
    });
  });

  it('names tips, duties and fees where there are any', () => {
    const set = (amount: string) => ({
      shop_money: { amount, currency_code: 'EUR' },
    });
    expect(
      orderAmounts(
        makeOrder({
          total_tip_received: '2.00',
          original_total_duties_set: set('3.10'),
          original_total_additional_fees_set: set('0.40'),
        }),
        EUR,
      ),
    ).toMatchObject({ tip: 2, duties: 3.1, fees: 0.4 });
  });

  it('takes shipping after its discounts', () => {
    const order = makeOrder({
      shipping_lines: [
        { price: '4.90', discounted_price: '0.00', tax_lines: [] },
      ],
    });
    expect(orderAmounts(order, EUR).shipping).toBe(0);
  });

  it.each(['abc', '', null, '1e309', '12,50', 'NaN', [], {}])(
    'leaves out what cannot be read: %p',
    (price) => {
      const amounts = orderAmounts(
        makeOrder({
          total_price: price,
          subtotal_price: price,
          total_tax: price,
        }),
        EUR,
      );
      expect(amounts).toEqual({ shipping: 4.9, discount: 5 });
    },
  );

  it('survives an order without any of it', () => {
    expect(orderAmounts({}, money('shop', undefined))).toEqual({ shipping: 0 });
  });

  it.each([
    ['is still in the total', '28.65', 4.9],
    ['is no more in the total', '23.75', 0],
  ])('counts a removed shipping line that %s', (_, total_price, shipping) => {
    const order = makeOrder({
      total_price,
      shipping_lines: [
        {
          price: '4.90',
          discounted_price: '4.90',
          tax_lines: [],
          is_removed: true,
        },
      ],
    });
    expect(orderAmounts(order, EUR).shipping).toBe(shipping);
  });

  describe("in the customer's currency", () => {
    const set = (shop: string, seen: string) => ({
      shop_money: { amount: shop, currency_code: 'EUR' },
      presentment_money: { amount: seen, currency_code: 'USD' },
    });
    const line = {
      id: 1,
      quantity: 2,
      price: '12.50',
      price_set: set('12.50', '25.00'),
    };
    const tipped = makeOrder({
      presentment_currency: 'USD',
      total_tip_received: '2.00',
      total_price: '30.65',
      total_price_set: set('30.65', '61.30'),
      subtotal_price_set: set('20.00', '40.00'),
      total_tax_set: set('3.75', '7.50'),
      total_discounts_set: set('5.00', '10.00'),
      line_items: [line],
      shipping_lines: [{ price: '4.90', price_set: set('4.90', '9.80') }],
    });

    it('has the tip, which Shopify gives in the shop’s only, from what is left of the total', () => {
      const inTheirs = moneyOfOrder(tipped, 'presentment');
      expect(orderAmounts(tipped, inTheirs)).toMatchObject({
        total: 61.3,
        shipping: 9.8,
        tip: 4,
      });
    });

    it('is not used where the tip cannot be known in it', () => {
      const order = { ...tipped, shipping_lines: [{ price: '4.90' }] };
      const used = moneyOfOrder(order, 'presentment');
      expect(used.currency).toBe('EUR');
      expect(orderAmounts(order, used)).toMatchObject({ total: 30.65, tip: 2 });
    });
  });
});
