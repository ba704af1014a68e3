import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import {
  amount,
  count,
  currency,
  id,
  list,
  text,
  time,
} from '../shapes/kinds.ts';
import {
  cartProduct,
  exampleProduct,
  listedProduct,
  productFields,
} from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const subscription = {
  actionable_date: time('When a subscription is next acted on.').optional(),
  end_date: time('When a subscription ends.').optional(),
  installment_count: count(
    'How many installments a subscription has.',
  ).optional(),
  interval_length: count('How many units lie between two orders.').optional(),
  interval_units: text('"day", "week", "month" or "year".').optional(),
  prepaid: z
    .boolean()
    .meta({ description: 'Whether a subscription is paid in advance.' })
    .optional(),
};

const moved = z.strictObject({
  ...requiring(productFields, [
    'product_id',
    'sku',
    'name',
    'price',
    'quantity',
  ]),
  ...subscription,
  cart_id: id('Token of the cart.').optional(),
  currency,
  value: amount('Price times quantity.'),
  total: amount('The same as `value`.'),
  products: list(cartProduct, 'The same product, for tools that read a list.'),
});

const { variant_id: _, image_url: __, ...inCart } = exampleProduct;

const example = {
  ...exampleProduct,
  cart_id: 'c1-0f3b7d',
  currency: 'EUR',
  value: 25,
  total: 25,
  products: [inCart],
};

export const productAdded = defineEvent({
  name: 'Product Added',
  source: 'front-end',
  description: 'A visitor puts a product into the cart, or more of it.',
  usedBy:
    'Every funnel. GA4 add_to_cart, Meta AddToCart, Klaviyo Added to Cart.',
  spec: `${SPEC}#product-added`,
  aliases: ['Added Product', 'Added to Cart', 'Product Added to Cart'],
  properties: moved,
  example,
});

export const productRemoved = defineEvent({
  name: 'Product Removed',
  source: 'front-end',
  description: 'A visitor takes a product out of the cart, or some of it.',
  usedBy: 'Funnels: what is not bought after all. GA4 remove_from_cart.',
  spec: `${SPEC}#product-removed`,
  aliases: [
    'Removed Product',
    'Removed from Cart',
    'Product Removed from Cart',
  ],
  properties: moved,
  example,
});

export const cartViewed = defineEvent({
  name: 'Cart Viewed',
  source: 'front-end',
  description: 'A visitor looks at the cart.',
  usedBy: 'Funnels. GA4 view_cart.',
  spec: `${SPEC}#cart-viewed`,
  aliases: ['Viewed Cart'],
  properties: z.strictObject({
    cart_id: id('Token of the cart.'),
    currency: currency.optional(),
    value: amount('What is in the cart, together.').optional(),
    products: list(listedProduct, 'What is in the cart.'),
  }),
  example: {
    cart_id: 'c1-0f3b7d',
    currency: 'EUR',
    value: 25,
    products: [{ ...exampleProduct, position: 1 }],
  },
});
