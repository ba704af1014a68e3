/** Reserved by Segment: https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/ */
export const PREFERENCE_UPDATED = {
  type: 'track',
  event: 'Segment Consent Preference Updated',
  properties: {},
} as const;
