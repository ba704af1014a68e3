import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { id, text } from '../shapes/kinds.ts';
import { productFields } from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const promotion = z.strictObject({
  ...requiring(productFields, []),
  promotion_id: id('The promotion.'),
  name: text('Its name.'),
  creative: text('Which of its pictures or texts.').optional(),
  position: text('Where it stands, such as "home_banner".').optional(),
  currency: text('ISO 4217 code.').optional(),
});

const example = {
  promotion_id: 'spring-sale',
  name: 'Spring sale',
  creative: 'green-banner',
  position: 'home_banner',
};

const usedBy = 'Merchandising: which promotions are seen and followed. GA4.';

export const promotionViewed = defineEvent({
  name: 'Promotion Viewed',
  source: 'front-end',
  description: 'A visitor sees a promotion on their screen.',
  usedBy,
  spec: `${SPEC}#promotion-viewed`,
  aliases: ['Viewed Promotion'],
  properties: promotion,
  example,
});

export const promotionClicked = defineEvent({
  name: 'Promotion Clicked',
  source: 'front-end',
  description: 'A visitor follows a promotion.',
  usedBy,
  spec: `${SPEC}#promotion-clicked`,
  aliases: ['Clicked Promotion'],
  properties: promotion,
  example,
});
