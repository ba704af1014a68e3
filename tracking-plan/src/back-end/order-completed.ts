import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, currencyCode } from '../shapes/money.ts';
import { orderProduct } from '../shapes/order-product.ts';

export const orderCompleted = defineEvent({
  name: 'Order Completed',
  source: 'back-end',
  version: 1,
  description: 'Shopify has created an order.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed',
  properties: z.object({
    order_id: z
      .string()
      .min(1)
      .describe("Shopify's numeric order id, as text, without loss."),
    order_number: z
      .string()
      .describe('The name customers know it by, such as #1001.')
      .optional(),
    checkout_id: z.string().describe('Token of the checkout.').optional(),
    cart_id: z.string().describe('Token of the cart.').optional(),
    affiliation: z
      .string()
      .describe('Where it was sold, such as "web" or "pos".')
      .optional(),
    total: amount('What the customer pays.').optional(),
    subtotal: amount(
      'The products after discounts, before shipping and tax.',
    ).optional(),
    revenue: amount(
      'The products after discounts, without shipping and tax.',
    ).optional(),
    shipping: amount('Shipping after discounts, without tax.').optional(),
    tax: amount('All taxes together.').optional(),
    tip: amount('Tip, where one was given.').optional(),
    duties: amount('Import duties, where charged.').optional(),
    fees: amount('Additional fees, where charged.').optional(),
    discount: amount(
      'All discounts together, as a positive number.',
    ).optional(),
    coupon: z
      .string()
      .describe('Discount codes, joined by a comma.')
      .optional(),
    currency: currencyCode.optional(),
    products: z.array(orderProduct).describe('The lines of the order.'),
    products_omitted: z
      .number()
      .int()
      .describe(
        'How many lines were left out because the message would be larger than Segment accepts.',
      )
      .optional(),
  }),
  example: {
    order_id: '820982911946154508',
    order_number: '#1001',
    checkout_id: 'a1b2c3',
    cart_id: 'c1-0f3b7d',
    affiliation: 'web',
    total: 33.75,
    subtotal: 25,
    revenue: 25,
    shipping: 5,
    tax: 3.75,
    discount: 0,
    currency: 'EUR',
    products: [
      {
        product_id: '7982301',
        variant_id: '43982301',
        sku: 'TEA-SEN-100',
        name: 'Sencha',
        price: 12.5,
        quantity: 2,
        position: 1,
        line_item_id: '866550311766439020',
      },
    ],
  },
});
