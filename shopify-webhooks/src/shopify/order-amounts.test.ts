import { makeOrder } from '../testing/order.ts';
import { money } from './money-of.ts';
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
});
