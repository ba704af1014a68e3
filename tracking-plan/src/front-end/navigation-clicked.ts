import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { text } from '../shapes/kinds.ts';

export const navigationClicked = defineEvent({
  name: 'Navigation Clicked',
  source: 'front-end',
  description: 'A visitor follows a link of the menu or the footer.',
  usedBy: 'Design: which ways through the shop are taken.',
  spec: 'https://segment.com/docs/connections/spec/track/',
  properties: z.strictObject({
    navigation_title: text('What the link says.'),
    navigation_url: text('Where it leads.').optional(),
    navigation_placement: text('Where it stands, such as "header".').optional(),
    category: text('A group of links.').optional(),
    label: text('A label of the shop’s own.').optional(),
  }),
  example: {
    navigation_title: 'Green tea',
    navigation_url: '/collections/green-tea/',
    navigation_placement: 'header',
  },
});
