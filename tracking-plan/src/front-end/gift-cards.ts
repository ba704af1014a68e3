import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, id, text } from '../shapes/kinds.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';
const usedBy = 'Merchandising: how gift cards are used.';

// The whole code is money: only its last characters are ever told.
const lastCharacters = text('The last four characters of its code.');

const known = z.strictObject({
  gift_card_id: id("Shopify's id of the applied gift card."),
  gift_card_last_characters: lastCharacters.optional(),
  cart_id: id('Token of the cart.').optional(),
  amount_used: amount('What it pays.').optional(),
});

const example = {
  gift_card_id: '5501',
  gift_card_last_characters: 'a7f2',
  cart_id: 'c1-0f3b7d',
};

export const giftCardEntered = defineEvent({
  name: 'Gift Card Entered',
  source: 'front-end',
  description: 'A visitor enters the code of a gift card.',
  usedBy,
  spec: `${SPEC}#coupon-entered`,
  properties: z.strictObject({
    gift_card_last_characters: lastCharacters,
    cart_id: id('Token of the cart.').optional(),
  }),
  example: { gift_card_last_characters: 'a7f2' },
});

export const giftCardApplied = defineEvent({
  name: 'Gift Card Applied',
  source: 'front-end',
  description: 'A gift card pays for a part of the cart.',
  usedBy,
  spec: `${SPEC}#coupon-applied`,
  properties: known,
  example,
});

export const giftCardDenied = defineEvent({
  name: 'Gift Card Denied',
  source: 'front-end',
  description: 'The code of a gift card is not taken.',
  usedBy,
  spec: `${SPEC}#coupon-denied`,
  properties: z.strictObject({
    gift_card_last_characters: lastCharacters,
    cart_id: id('Token of the cart.').optional(),
    reason: text('Why not.').optional(),
  }),
  example: { gift_card_last_characters: 'a7f2', reason: 'empty' },
});

export const giftCardRemoved = defineEvent({
  name: 'Gift Card Removed',
  source: 'front-end',
  description: 'A visitor takes a gift card off again.',
  usedBy,
  spec: `${SPEC}#coupon-removed`,
  properties: known,
  example,
});
