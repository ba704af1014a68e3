/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#product-viewed */
import { z } from 'zod';
import { requiring } from './fields.ts';
import {
  amount,
  anything,
  count,
  flag,
  id,
  list,
  position,
  text,
  url,
} from './kinds.ts';

/**
 * A product, or a variant of it. Ids are Shopify's numeric ids as text, the same on both sources, so that a product
 * viewed in the browser and one sold on the server are one product.
 */
export const productFields = {
  product_id: id("Shopify's numeric product id."),
  variant_id: id("Shopify's numeric variant id."),
  sku: text('Stock keeping unit; the variant id where there is none.'),
  name: text('Title of the product.'),
  variant: text('Title of the variant, such as "Blue / M".'),
  brand: text("The product's vendor."),
  category: text('Product type.'),
  price: amount(
    'Price of one unit: in a cart after the discounts of its line, on an order before them, with `discount` beside it.',
  ),
  quantity: count('How many units.'),
  coupon: text('Discount code that applies to it.'),
  position: position('Its place in the list.'),
  url: url('Its page.'),
  image_url: url('Its main image.'),
  affiliation: text('The store or partner it is sold by.'),
  bundle: flag('Whether it is a bundle of several products.'),
  description: text('What it is, in the words of the shop.'),
  line_item_id: id("Shopify's numeric line item id."),
  option_values: list(z.string(), 'The chosen option values.'),
  slug: text("Its handle in the shop's addresses."),
};

/** A product somewhere in a list. */
export const listedProduct = z.strictObject(
  requiring(productFields, ['product_id', 'name']),
);

/** A product with a price and a quantity, as in a cart. */
export const cartProduct = z.strictObject(
  requiring(productFields, ['product_id', 'name', 'price', 'quantity']),
);

/** A product that may be known by no more than something about it. */
export const anyProduct = z.strictObject(requiring(productFields, []));

/** A line of an order. */
export const orderProduct = z.strictObject({
  ...requiring(productFields, [
    'product_id',
    'sku',
    'name',
    'price',
    'quantity',
  ]),
  revenue: amount(
    'What the line earns: after its discounts, without shipping and tax.',
  ),
  discount: amount('Discount on the whole line.').optional(),
  currency: text('The currency of its price, ISO 4217.').optional(),
  is_gift_card: flag('Whether a gift card is sold.').optional(),
  bundle_size: count('How many products the bundle holds.').optional(),
  cross_sold_quantity: count(
    'How many units were sold by a recommendation.',
  ).optional(),
  variant_metadata: anything('What the shop keeps on the variant.').optional(),
});

/** What is on the lists of products that carry a currency of their own. */
export const pricedProduct = z.strictObject({
  ...requiring(productFields, ['product_id', 'name']),
  currency: text('The currency of its price, ISO 4217.').optional(),
});

export const exampleProduct = {
  product_id: '7982301',
  variant_id: '43982301',
  sku: 'TEA-SEN-100',
  name: 'Sencha',
  variant: '100 g',
  brand: 'Kettle & Leaf',
  category: 'Green tea',
  price: 12.5,
  quantity: 2,
  url: 'https://shop.example/products/sencha/',
  image_url: 'https://shop.example/images/sencha.svg',
};
