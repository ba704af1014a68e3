import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { text, time } from '../shapes/kinds.ts';
import { checkOrderMoney, exampleOrder, orderFields } from '../shapes/order.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const MONEY = [
  'order_id',
  'total',
  'revenue',
  'subtotal',
  'currency',
  'products',
] as const;

const order = z.strictObject(requiring(orderFields, MONEY));

export const orderCompleted = defineEvent({
  name: 'Order Completed',
  source: 'back-end',
  description: 'An order is placed.',
  usedBy:
    'Revenue, everywhere. GA4 purchase, Meta Purchase, Klaviyo Placed Order and Ordered Product.',
  spec: `${SPEC}#order-completed`,
  aliases: [
    'Completed Order',
    'Placed Order',
    'Order Placed',
    'Order Created',
    'Checkout Completed',
    'Product Purchased',
  ],
  resource: 'order_id',
  check: checkOrderMoney,
  properties: z.strictObject(requiring(orderFields, [...MONEY, 'order_date'])),
  example: exampleOrder,
});

export const orderPaid = defineEvent({
  name: 'Order Paid',
  source: 'back-end',
  description: 'An order is paid in full.',
  usedBy: 'Finance; shops that count revenue when it is paid.',
  spec: `${SPEC}#order-completed`,
  resource: 'order_id',
  check: checkOrderMoney,
  properties: order,
  example: exampleOrder,
});

export const orderUpdated = defineEvent({
  name: 'Order Updated',
  source: 'back-end',
  description: 'Anything about an order has changed.',
  usedBy: 'Service; a warehouse that keeps the latest state.',
  spec: `${SPEC}#order-updated`,
  aliases: ['Updated Order'],
  resource: 'order_id',
  check: checkOrderMoney,
  properties: order,
  example: exampleOrder,
});

export const orderCancelled = defineEvent({
  name: 'Order Cancelled',
  source: 'back-end',
  description: 'An order is cancelled.',
  usedBy:
    'Revenue; ad audiences that must not count it. Klaviyo Cancelled Order.',
  spec: `${SPEC}#order-cancelled`,
  aliases: ['Order Canceled', 'Cancelled Order', 'Canceled Order'],
  resource: 'order_id',
  check: checkOrderMoney,
  properties: z.strictObject({
    ...requiring(orderFields, MONEY),
    cancel_reason: text(
      'Why: customer, fraud, inventory, declined, staff or other.',
    ).optional(),
    cancelled_at: time('When.').optional(),
  }),
  example: {
    ...exampleOrder,
    cancel_reason: 'customer',
    cancelled_at: '2026-11-22T08:00:00.000Z',
  },
});
