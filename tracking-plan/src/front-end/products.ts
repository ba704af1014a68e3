import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { amount, currency, id, list, text } from '../shapes/kinds.ts';
import {
  exampleProduct,
  listedProduct,
  productFields,
} from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const listIds = {
  list_id: id('The list it stands in.').optional(),
  item_list_id: id('The list, as GA4 names it.').optional(),
  item_list_name: text('The title of the list, as GA4 names it.').optional(),
};

const cartId = id('Token of the cart.').optional();

const asList = list(
  listedProduct,
  'The same product, for tools that read a list.',
).optional();

export const productClicked = defineEvent({
  name: 'Product Clicked',
  source: 'front-end',
  description: 'A visitor follows a product in a list.',
  usedBy: 'Merchandising: which places in a list sell. GA4 select_item.',
  spec: `${SPEC}#product-clicked`,
  aliases: ['Clicked Product'],
  properties: z.strictObject({
    ...requiring(productFields, ['product_id', 'name']),
    ...listIds,
    cart_id: cartId,
    currency: currency.optional(),
    products: asList,
  }),
  example: {
    ...exampleProduct,
    quantity: 1,
    position: 3,
    list_id: 'green-tea',
    currency: 'EUR',
  },
});

export const productViewed = defineEvent({
  name: 'Product Viewed',
  source: 'front-end',
  description:
    'A visitor sees the page of a product, or of another of its variants.',
  usedBy:
    'Every funnel begins here. GA4 view_item, Meta ViewContent, Klaviyo Viewed Product.',
  spec: `${SPEC}#product-viewed`,
  aliases: ['Viewed Product'],
  properties: z.strictObject({
    ...requiring(productFields, [
      'product_id',
      'sku',
      'name',
      'price',
      'quantity',
    ]),
    ...listIds,
    cart_id: cartId,
    currency,
    value: amount('Price times quantity.').optional(),
    products: asList,
  }),
  example: { ...exampleProduct, quantity: 1, currency: 'EUR', value: 12.5 },
});

export const variantClicked = defineEvent({
  name: 'Variant Clicked',
  source: 'front-end',
  description: 'A visitor chooses a variant on the page of a product.',
  usedBy: 'Merchandising: which variants interest.',
  spec: `${SPEC}#product-clicked`,
  properties: z.strictObject({
    ...requiring(productFields, ['product_id', 'variant_id']),
    cart_id: cartId,
    currency: currency.optional(),
  }),
  example: { ...exampleProduct, quantity: 1, currency: 'EUR' },
});

export const productDetailsClicked = defineEvent({
  name: 'Product Details Clicked',
  source: 'front-end',
  description:
    'A visitor opens a part of the page of a product, such as its ingredients.',
  usedBy: 'Design of the product page.',
  spec: `${SPEC}#product-clicked`,
  properties: z.strictObject({
    ...requiring(productFields, ['product_id']),
    title: text('The part that was opened.').optional(),
  }),
  example: { product_id: '7982301', name: 'Sencha', title: 'Ingredients' },
});

export const collectionClicked = defineEvent({
  name: 'Collection Clicked',
  source: 'front-end',
  description: 'A visitor follows a collection.',
  usedBy: 'Merchandising: which collections interest.',
  spec: `${SPEC}#product-list-viewed`,
  properties: z.strictObject({
    collection_id: id("Shopify's numeric collection id."),
    title: text('Its title.').optional(),
    slug: text('Its handle.').optional(),
    url: text('Its page.').optional(),
    image_url: text('Its picture.').optional(),
    description: text('What it is.').optional(),
    brand: text('A vendor, where it shows one.').optional(),
  }),
  example: { collection_id: '301', title: 'Green tea', slug: 'green-tea' },
});
