import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { count, id, list, text } from '../shapes/kinds.ts';
import { exampleProduct, pricedProduct } from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const listFields = {
  list_id: id('The list, such as the handle of a collection.'),
  category: text('The category the list shows.').optional(),
  item_list_id: id('The list, as GA4 names it.').optional(),
  item_list_name: text('The title of the list, as GA4 names it.').optional(),
};

const choice = (description: string) =>
  z.strictObject({
    type: text(description),
    value: text('What was chosen.'),
  });

const products = list(pricedProduct, 'What the list shows, in its order.');

const exampleProducts = [
  { ...exampleProduct, quantity: 1, position: 1 },
  { product_id: '7982302', name: 'Genmaicha', price: 9.8, position: 2 },
];

export const productsSearched = defineEvent({
  name: 'Products Searched',
  source: 'front-end',
  description: 'A visitor searches the shop.',
  usedBy:
    'Merchandising: what is looked for and not found. GA4, Meta, Klaviyo.',
  spec: `${SPEC}#products-searched`,
  properties: z.strictObject({
    query: text('What the visitor typed.'),
    results: count('How many products were found.').optional(),
    currency: text('ISO 4217 code.').optional(),
    price: z.number().meta({ description: 'A price searched for.' }).optional(),
    product_id: id('A product searched for.').optional(),
    quantity: count('How many.').optional(),
  }),
  example: { query: 'green tea', results: 4 },
});

export const productListViewed = defineEvent({
  name: 'Product List Viewed',
  source: 'front-end',
  description:
    'A visitor sees a list of products: a collection, a search, a recommendation.',
  usedBy: 'Merchandising: which lists sell. GA4 view_item_list.',
  spec: `${SPEC}#product-list-viewed`,
  aliases: [
    'Viewed Product Category',
    'Viewed Product List',
    'Collection Viewed',
  ],
  properties: z.strictObject({ ...listFields, products }),
  example: {
    list_id: 'green-tea',
    category: 'Green tea',
    products: exampleProducts,
  },
});

export const productListFiltered = defineEvent({
  name: 'Product List Filtered',
  source: 'front-end',
  description: 'A visitor filters or sorts a list of products.',
  usedBy: 'Merchandising: which filters help.',
  spec: `${SPEC}#product-list-filtered`,
  aliases: ['Filtered Product List'],
  properties: z.strictObject({
    ...listFields,
    filters: list(
      choice('What was filtered by.'),
      'The filters in force.',
    ).optional(),
    sorts: list(
      choice('What was sorted by.'),
      'The sorting in force.',
    ).optional(),
    products: products.optional(),
  }),
  example: {
    list_id: 'green-tea',
    filters: [{ type: 'price', value: 'under 20' }],
    sorts: [{ type: 'price', value: 'ascending' }],
    products: exampleProducts,
  },
});
