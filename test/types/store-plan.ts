/** Compiled, never run: a store that registers its own plan, and what the types of both sides make of it. */
import { defineEvent, extendPlan } from '@storefront-events/plan';
import type { EventName } from '@storefront-events/plan';
import { useTrack } from 'gatsby-plugin-storefront-events';
import { z } from 'zod';

export const plan = extendPlan({
  events: [
    defineEvent({
      name: 'Tasting Booked',
      source: 'front-end',
      description: 'A visitor books a tasting.',
      usedBy: 'The tea room.',
      spec: 'https://shop.example/plan',
      properties: z.strictObject({
        tasting_id: z.string().describe('Which tasting.'),
      }),
      example: { tasting_id: 't1' },
    }),
  ],
  properties: {
    'Coupon Entered': { aloud: z.boolean().describe('By voice.') },
  },
  owners: { 'Checkout Started': 'back-end' },
});

declare module '@storefront-events/plan' {
  interface Register {
    plan: typeof plan;
  }
}

export function site(): void {
  const track = useTrack();
  track('Tasting Booked', { tasting_id: 't1' });
  track('Coupon Entered', { coupon_id: 'SPRING', aloud: true });
  // @ts-expect-error the store's own property is required
  track('Coupon Entered', { coupon_id: 'SPRING' });
  // @ts-expect-error the store's own event has types too
  track('Tasting Booked', { tasting_id: 1 });
  // @ts-expect-error the back end owns it now
  track('Checkout Started', { value: 1, currency: 'EUR', products: [] });
}

/** The service may send what has moved to it. */
export const moved: EventName<'back-end'> = 'Checkout Started';

// @ts-expect-error and what is the front end's it still may not
export const theirs: EventName<'back-end'> = 'Tasting Booked';
