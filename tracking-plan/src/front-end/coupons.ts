import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, id, text } from '../shapes/kinds.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';
const usedBy = 'Merchandising: which codes work, and which disappoint.';

const couponFields = {
  coupon_id: id('The code, which is its id at Shopify.'),
  coupon_name: text('What it is called.').optional(),
  cart_id: id('Token of the cart.').optional(),
  order_id: id('The order, where it exists already.').optional(),
};

const discounted = z.strictObject({
  ...couponFields,
  discount: amount('What it takes off.').optional(),
});

const example = { coupon_id: 'SPRING', cart_id: 'c1-0f3b7d' };

export const couponEntered = defineEvent({
  name: 'Coupon Entered',
  source: 'front-end',
  description: 'A visitor enters a discount code.',
  usedBy,
  spec: `${SPEC}#coupon-entered`,
  aliases: ['Promo Code Entered'],
  properties: z.strictObject(couponFields),
  example,
});

export const couponApplied = defineEvent({
  name: 'Coupon Applied',
  source: 'front-end',
  description: 'A discount code takes something off the cart.',
  usedBy,
  spec: `${SPEC}#coupon-applied`,
  aliases: ['Promo Code Applied', 'Discount Code Applied'],
  properties: discounted,
  example: { ...example, discount: 5 },
});

export const couponDenied = defineEvent({
  name: 'Coupon Denied',
  source: 'front-end',
  description: 'A discount code is not taken.',
  usedBy,
  spec: `${SPEC}#coupon-denied`,
  aliases: ['Promo Code Denied'],
  properties: z.strictObject({
    ...couponFields,
    reason: text('Why not.').optional(),
  }),
  example: { ...example, reason: 'expired' },
});

export const couponRemoved = defineEvent({
  name: 'Coupon Removed',
  source: 'front-end',
  description: 'A visitor takes a discount code off again.',
  usedBy,
  spec: `${SPEC}#coupon-removed`,
  aliases: ['Promo Code Removed', 'Discount Code Removed'],
  properties: discounted,
  example: { ...example, discount: 5 },
});
