import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, currencyCode } from '../shapes/money.ts';
import { orderProduct } from '../shapes/order-product.ts';

export const checkoutStarted = defineEvent({
  name: 'Checkout Started',
  source: 'front-end',
  version: 1,
  description: 'A visitor leaves the shop for the checkout.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#checkout-started',
  properties: z.object({
    cart_id: z.string().min(1).describe('Token of the cart.').optional(),
    order_id: z
      .string()
      .describe('Id of the order, where it exists already.')
      .optional(),
    value: amount('What the visitor is about to pay, as far as known.'),
    revenue: amount(
      'The products after discounts, without shipping and tax.',
    ).optional(),
    shipping: amount('Shipping, as far as known.').optional(),
    tax: amount('Tax, as far as known.').optional(),
    discount: amount('All discounts together.').optional(),
    coupon: z.string().describe('Discount code.').optional(),
    currency: currencyCode,
    products: z.array(orderProduct).describe('What is in the cart.'),
  }),
  example: {
    cart_id: 'c1-0f3b7d',
    value: 25,
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
      },
    ],
  },
});
