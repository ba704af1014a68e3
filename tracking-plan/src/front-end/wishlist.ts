import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { amount, currency, id, text } from '../shapes/kinds.ts';
import { exampleProduct, productFields } from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';
const usedBy =
  'Merchandising; messages about a wished product. GA4 add_to_wishlist, Meta AddToWishlist.';

const wished = z.strictObject({
  ...requiring(productFields, ['product_id', 'name']),
  wishlist_id: id('The wishlist.').optional(),
  wishlist_name: text('What the visitor calls it.').optional(),
  currency: currency.optional(),
  value: amount('Price times quantity.').optional(),
});

const example = {
  ...exampleProduct,
  quantity: 1,
  wishlist_id: 'w-12',
  wishlist_name: 'For later',
  currency: 'EUR',
};

export const productAddedToWishlist = defineEvent({
  name: 'Product Added to Wishlist',
  source: 'front-end',
  description: 'A visitor puts a product on a wishlist.',
  usedBy,
  spec: `${SPEC}#product-added-to-wishlist`,
  aliases: ['Added to Wishlist'],
  properties: wished,
  example,
});

export const productRemovedFromWishlist = defineEvent({
  name: 'Product Removed from Wishlist',
  source: 'front-end',
  description: 'A visitor takes a product off a wishlist.',
  usedBy,
  spec: `${SPEC}#product-removed-from-wishlist`,
  aliases: ['Removed from Wishlist'],
  properties: wished,
  example,
});

export const wishlistProductAddedToCart = defineEvent({
  name: 'Wishlist Product Added to Cart',
  source: 'front-end',
  description: 'A visitor puts a product from a wishlist into the cart.',
  usedBy,
  spec: `${SPEC}#wishlist-product-added-to-cart`,
  properties: wished.extend({ cart_id: id('Token of the cart.').optional() }),
  example: { ...example, cart_id: 'c1-0f3b7d' },
});
