import type { Json } from './payload.ts';
import { refundMoney } from './refund-money.ts';

const set = (shop: string, seen: string) => ({
  shop_money: { amount: shop, currency_code: 'EUR' },
  presentment_money: { amount: seen, currency_code: 'GBP' },
});

const transaction = (amount: string, changes: Json = {}) => ({
  kind: 'refund',
  status: 'success',
  amount,
  currency: 'GBP',
  ...changes,
});

const line = {
  quantity: 2,
  subtotal: 200,
  subtotal_set: set('200.00', '180.00'),
  total_tax: 0,
  total_tax_set: set('0.00', '0.00'),
};

const order = {
  currency: 'EUR',
  total: 30_000,
  presentmentCurrency: 'GBP',
  presentmentTotal: 20_000,
};

const read = (refund: Json, choice: 'shop' | 'presentment' = 'shop') => {
  const { money, total } = refundMoney(refund, choice, order);
  return [total, money.currency];
};

it('what was paid counts, not what the lines say, at the rate of the lines', () => {
  const refund = {
    refund_line_items: [line],
    transactions: [transaction('60.00')],
  };
  expect(read(refund)).toEqual([6667, 'EUR']);
  expect(read(refund, 'presentment')).toEqual([6000, 'GBP']);
});

it.each([
  ['0.01', 2],
  ['0.03', 5],
  ['0.02', 3],
])(
  'without lines the rate is the order’s, half a cent rounded up: %s',
  (paid, total) => {
    expect(read({ transactions: [transaction(paid)] })).toEqual([total, 'EUR']);
  },
);

it('without any rate it is told of in the currency it was paid in', () => {
  const refund = {
    total_duties_set: set('0.00', '0.00'),
    transactions: [transaction('60.00')],
  };
  const { money, total } = refundMoney(refund, 'shop', undefined);
  expect([total, money.currency]).toEqual([6000, 'GBP']);
});

it('several payments are added up, and only those that arrived', () => {
  const refund = {
    transactions: [
      transaction('10.00'),
      transaction('5.00'),
      transaction('7.00', { status: 'failure' }),
      transaction('7.00', { status: 'pending' }),
      transaction('7.00', { kind: 'void' }),
    ],
  };
  expect(read(refund, 'presentment')).toEqual([1500, 'GBP']);
  expect(refundMoney(refund, 'shop', order).hasPending).toBe(true);
});

it('payments in two currencies are not added up', () => {
  const refund = {
    transactions: [
      transaction('10.00'),
      transaction('5.00', { currency: 'EUR' }),
    ],
  };
  expect(read(refund)).toEqual([undefined, 'EUR']);
});

it.each(['abc', null, '1e9', {}])('an amount of %p is unknown', (amount) => {
  expect(read({ transactions: [{ ...transaction(''), amount }] })).toEqual([
    undefined,
    expect.any(String) as string,
  ]);
});

it('shipping that is paid back and what is kept are told apart', () => {
  const refund = {
    refund_line_items: [],
    order_adjustments: [
      { kind: 'shipping_refund', amount: '-4.12', tax_amount: '-0.78' },
      { kind: 'refund_discrepancy', amount: '1.00', tax_amount: '0.00' },
    ],
    transactions: [transaction('3.90', { currency: 'EUR' })],
  };
  expect(refundMoney(refund, 'shop', order)).toMatchObject({
    total: 390,
    shipping: 412,
    tax: 78,
  });
});

it('shipping has lines of its own since API version 2024-10, where adjustments have no kind', () => {
  const shipping = {
    id: 1,
    subtotal_amount_set: set('4.12', '3.71'),
    tax_amount_set: set('0.78', '0.70'),
  };
  const refund = {
    refund_shipping_lines: [shipping],
    transactions: [transaction('4.41')],
  };
  expect(refundMoney(refund, 'shop', undefined)).toMatchObject({
    total: 490,
    shipping: 412,
    tax: 78,
    money: { currency: 'EUR' },
  });
  // Some tell of it twice.
  expect(
    refundMoney(
      {
        ...refund,
        order_adjustments: [
          {
            kind: 'shipping_refund',
            amount_set: set('-4.12', '-3.71'),
            tax_amount_set: set('-0.78', '-0.70'),
          },
        ],
      },
      'shop',
      undefined,
    ),
  ).toMatchObject({ total: 490, shipping: 412, tax: 78 });
});
