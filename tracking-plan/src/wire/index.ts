export {
  CART_ATTRIBUTE,
  isAnonymousId,
  MAX_ANONYMOUS_ID_LENGTH,
} from './attributes.ts';
export type { CartAttribute } from './attributes.ts';
export {
  DEFAULT_REQUIRED_CATEGORIES,
  decodeConsent,
  encodeConsent,
  isGranted,
  MAX_CONSENT_LENGTH,
  readCategories,
} from './consent.ts';
export type {
  CategoryPreferences,
  ConsentReading,
  ConsentSnapshot,
} from './consent.ts';
