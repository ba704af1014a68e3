export { CART_ATTRIBUTE, isAnonymousId } from './attributes.ts';
export type { CartAttribute } from './attributes.ts';
export { decodeCampaign, encodeCampaign } from './campaign.ts';
export type { Campaign } from './campaign.ts';
export {
  CATEGORY_ID,
  DEFAULT_REQUIRED_CATEGORIES,
  decodeConsent,
  encodeConsent,
  isGranted,
} from './consent.ts';
export type {
  CategoryPreferences,
  ConsentReading,
  ConsentSnapshot,
} from './consent.ts';
export { decodeVisitor, encodeVisitor, MAX_VISITOR_LENGTH } from './visitor.ts';
export type { VisitorMessage, VisitorReading } from './visitor.ts';
