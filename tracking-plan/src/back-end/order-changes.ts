import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { amount, count, flag, id, list, text } from '../shapes/kinds.ts';
import { exampleOrder, orderFields } from '../shapes/order.ts';
import { anyProduct, exampleProduct } from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

export const orderEdited = defineEvent({
  name: 'Order Edited',
  source: 'back-end',
  description: 'The merchant has changed the lines of an order.',
  usedBy: 'Service; a warehouse that follows edits.',
  spec: `${SPEC}#order-updated`,
  resource: 'order_id',
  properties: z.strictObject({
    order_id: orderFields.order_id,
    order_edit_id: id('The edit.'),
    currency: orderFields.currency.optional(),
    additions: list(
      anyProduct,
      'What was added, with its quantity.',
    ).optional(),
    removals: list(
      anyProduct,
      'What was taken away, with its quantity.',
    ).optional(),
    staff_note: text("The merchant's own note.").optional(),
    notified_customer: flag('Whether the customer was told.').optional(),
  }),
  example: {
    order_id: exampleOrder.order_id,
    order_edit_id: '78912328793',
    additions: [{ line_item_id: '866550311766439021', quantity: 1 }],
  },
});

export const orderDeleted = defineEvent({
  name: 'Order Deleted',
  source: 'back-end',
  description: 'The merchant has deleted an order.',
  usedBy: 'A warehouse that keeps the latest state.',
  spec: `${SPEC}#order-updated`,
  resource: 'order_id',
  properties: z.strictObject({
    ...requiring(orderFields, ['order_id']),
  }),
  example: { order_id: exampleOrder.order_id },
});

export const orderRefunded = defineEvent({
  name: 'Order Refunded',
  source: 'back-end',
  description: 'Money for an order is paid back, all of it or a part.',
  usedBy: 'Revenue. GA4 refund, Klaviyo Refunded Order.',
  spec: `${SPEC}#order-refunded`,
  aliases: ['Refunded Order'],
  resource: 'refund_id',
  properties: z.strictObject({
    ...requiring(orderFields, ['order_id', 'total', 'currency', 'products']),
    refund_id: id("Shopify's numeric refund id."),
    is_partial: flag('Whether some of the order remains paid.').optional(),
    refund_reason: text("The merchant's note.").optional(),
    refund_tax: amount('The tax in what was paid back.').optional(),
    refund_shipping: amount('The shipping in what was paid back.').optional(),
  }),
  example: {
    order_id: exampleOrder.order_id,
    refund_id: '509562969',
    total: 14.38,
    currency: 'EUR',
    is_partial: true,
    products: [{ ...exampleProduct, quantity: 1, revenue: 12.5 }],
  },
});

export const orderFulfilled = defineEvent({
  name: 'Order Fulfilled',
  source: 'back-end',
  description: 'An order, or a part of it, has left the warehouse.',
  usedBy: 'Service. Klaviyo Fulfilled Order.',
  spec: 'https://segment.com/docs/connections/spec/track/',
  aliases: ['Fulfilled Order', 'Order Shipped'],
  resource: 'order_id',
  properties: z.strictObject({
    ...requiring(orderFields, ['order_id']),
    fulfillment_status: text('"fulfilled" or "partial".').optional(),
    fulfillment_count: count('How many shipments it has so far.').optional(),
  }),
  example: { ...exampleOrder, fulfillment_status: 'fulfilled' },
});
