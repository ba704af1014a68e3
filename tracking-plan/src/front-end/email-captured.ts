import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { email, text } from '../shapes/kinds.ts';

export const emailCaptured = defineEvent({
  name: 'Email Captured',
  source: 'front-end',
  description: 'A visitor gives their email address, as for a newsletter.',
  usedBy: 'Marketing: which forms work. Klaviyo, together with identify.',
  spec: 'https://segment.com/docs/connections/spec/track/',
  aliases: ['Newsletter Signed Up', 'Subscribed to Newsletter'],
  properties: z.strictObject({
    email: email("The visitor's.").optional(),
    placement_component: text(
      'Which form, such as "footer newsletter".',
    ).optional(),
    placement_page: text('On which page.').optional(),
  }),
  example: {
    email: 'ada@example.com',
    placement_component: 'footer newsletter',
    placement_page: '/',
  },
});
