import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { id, text } from '../shapes/kinds.ts';

export const productReviewed = defineEvent({
  name: 'Product Reviewed',
  source: 'front-end',
  description: 'A visitor reviews a product.',
  usedBy: 'Merchandising; asking the content for more.',
  spec: 'https://segment.com/docs/connections/spec/ecommerce/v2/#product-reviewed',
  properties: z.strictObject({
    product_id: id("Shopify's numeric product id."),
    review_id: id('The review.').optional(),
    review_body: text('What was written.').optional(),
    rating: text('How many stars, as text.').optional(),
  }),
  example: {
    product_id: '7982301',
    review_id: 'r-3',
    review_body: 'Fresh and sweet.',
    rating: '5',
  },
});
