import { z } from 'zod';
import { defineEvent } from '../event.ts';

/**
 * Reserved by Segment: it carries nothing but the answers, in `context.consent.categoryPreferences`. The plugin sends
 * it by itself.
 */
export const consentPreferenceUpdated = defineEvent({
  name: 'Segment Consent Preference Updated',
  source: 'front-end',
  description: 'A visitor grants, or changes what they granted.',
  usedBy: 'Segment, to enforce the choice in destinations and profiles.',
  spec: 'https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/',
  aliases: ['Consent Preferences Updated'],
  properties: z.strictObject({}),
  example: {},
});
