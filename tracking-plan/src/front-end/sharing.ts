import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { id, list, text } from '../shapes/kinds.ts';
import {
  exampleProduct,
  listedProduct,
  productFields,
} from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';
const usedBy =
  'Marketing: what is recommended from person to person. GA4 share.';

const share = {
  share_via: text('By what, such as "email" or "whatsapp".').optional(),
  share_message: text('What the visitor wrote.').optional(),
  recipient: text('To whom; only where that person agreed.').optional(),
};

export const productShared = defineEvent({
  name: 'Product Shared',
  source: 'front-end',
  description: 'A visitor shares a product.',
  usedBy,
  spec: `${SPEC}#product-shared`,
  properties: z.strictObject({
    ...requiring(productFields, ['product_id', 'name']),
    ...share,
  }),
  example: { ...exampleProduct, quantity: 1, share_via: 'email' },
});

export const cartShared = defineEvent({
  name: 'Cart Shared',
  source: 'front-end',
  description: 'A visitor shares the cart.',
  usedBy,
  spec: `${SPEC}#cart-shared`,
  properties: z.strictObject({
    ...share,
    cart_id: id('Token of the cart.'),
    products: list(listedProduct, 'What is in the cart.').optional(),
  }),
  example: {
    cart_id: 'c1-0f3b7d',
    share_via: 'whatsapp',
    products: [{ product_id: '7982301', name: 'Sencha' }],
  },
});
