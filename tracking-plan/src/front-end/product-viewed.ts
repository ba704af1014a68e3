import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, currencyCode } from '../shapes/money.ts';
import { productShape } from '../shapes/product.ts';

export const productViewed = defineEvent({
  name: 'Product Viewed',
  source: 'front-end',
  version: 1,
  description: 'A visitor sees the page of a product.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#product-viewed',
  properties: z.object({
    ...productShape,
    currency: currencyCode,
    value: amount('Price times quantity.').optional(),
  }),
  example: {
    product_id: '7982301',
    variant_id: '43982301',
    sku: 'TEA-SEN-100',
    name: 'Sencha',
    variant: '100 g',
    brand: 'Kettle & Leaf',
    category: 'Green tea',
    price: 12.5,
    quantity: 1,
    currency: 'EUR',
    value: 12.5,
    url: 'https://shop.example/products/sencha/',
  },
});
