import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { currency, email, id } from '../shapes/kinds.ts';
import { exampleProduct, productFields } from '../shapes/product.ts';

export const stockRequestCreated = defineEvent({
  name: 'Stock Request Created',
  source: 'front-end',
  description: 'A visitor asks to be told when a product is back in stock.',
  usedBy: 'Purchasing; the message when it is back.',
  spec: 'https://segment.com/docs/connections/spec/track/',
  aliases: ['Back in Stock Requested'],
  properties: z.strictObject({
    ...requiring(productFields, ['product_id']),
    cart_id: id('Token of the cart.').optional(),
    currency: currency.optional(),
    email: email("The visitor's.").optional(),
  }),
  example: { ...exampleProduct, quantity: 1, currency: 'EUR' },
});
