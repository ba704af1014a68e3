import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { count, currency, email, flag, id } from '../shapes/kinds.ts';
import { exampleProduct, productFields } from '../shapes/product.ts';

export const itemRestocked = defineEvent({
  name: 'Item Restocked',
  source: 'back-end',
  description: 'A product that was asked for is back in stock.',
  usedBy: 'Marketing: the message to those who asked.',
  spec: 'https://segment.com/docs/connections/spec/track/',
  aliases: ['Product Restocked'],
  resource: 'product_id',
  properties: z.strictObject({
    ...requiring(productFields, ['product_id']),
    stock_request_id: id('Who asked, by their request.').optional(),
    total_on_hand: count('How many there are.').optional(),
    backorderable: flag('Whether it can be ordered without stock.').optional(),
    currency: currency.optional(),
    email: email('Of the one who asked, where they agreed.').optional(),
  }),
  example: {
    ...exampleProduct,
    quantity: 1,
    currency: 'EUR',
    total_on_hand: 12,
  },
});
