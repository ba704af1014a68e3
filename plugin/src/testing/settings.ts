import type { ConsentSettings } from '../settings.ts';

/** A shop that asks for analytics and marketing. */
export const consentSettings: ConsentSettings = {
  platform: 'klaro',
  categories: ['analytics', 'marketing'],
  required: ['analytics'],
  policyVersion: '7',
  lifetimeDays: 180,
  model: 'opt-in',
  saleOrSharing: ['marketing'],
  announceWithdrawal: true,
};
