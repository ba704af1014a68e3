import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, currencyCode } from '../shapes/money.ts';
import { productShape } from '../shapes/product.ts';

export const productAdded = defineEvent({
  name: 'Product Added',
  source: 'front-end',
  version: 1,
  description: 'A visitor puts a product into the cart.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#product-added',
  properties: z.object({
    ...productShape,
    cart_id: z.string().min(1).describe('Token of the cart.').optional(),
    currency: currencyCode,
    value: amount('Price times quantity.').optional(),
  }),
  example: {
    cart_id: 'c1-0f3b7d',
    product_id: '7982301',
    variant_id: '43982301',
    sku: 'TEA-SEN-100',
    name: 'Sencha',
    price: 12.5,
    quantity: 2,
    currency: 'EUR',
    value: 25,
  },
});
