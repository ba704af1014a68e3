import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { id, list, text } from '../shapes/kinds.ts';
import { orderFields } from '../shapes/order.ts';
import { anyProduct, exampleProduct } from '../shapes/product.ts';

const { products: _, products_omitted: __, ...fields } = orderFields;

export const checkoutAbandoned = defineEvent({
  name: 'Checkout Abandoned',
  source: 'back-end',
  description: 'A checkout with an email address was not finished in time.',
  usedBy: 'Marketing: the reminder.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#checkout-started',
  aliases: ['Abandoned Checkout', 'Cart Abandoned'],
  resource: 'checkout_id',
  properties: z.strictObject({
    ...requiring(fields, ['checkout_id']),
    order_name: text('The name of the order, where there is one.').optional(),
    order_cart_url: text('Where the checkout goes on.').optional(),
    discounted_order_cart_url: text('The same with a discount.').optional(),
    products: list(anyProduct, 'What is in it.').optional(),
    cart_id: id('Token of the cart.').optional(),
  }),
  example: {
    checkout_id: 'a1b2c3',
    currency: 'EUR',
    value: 25,
    products: [exampleProduct],
  },
});
