import {
  CART_ATTRIBUTE,
  decodeConsent,
  isAnonymousId,
  isGranted,
  type CategoryPreferences,
} from '@storefront-events/plan/wire';
import type { ConsentConfig } from './config.ts';

/** What may be sent about the person behind an order, decided from what the order carries. */
export type Permission =
  /** They agreed: the message carries them and their answers. */
  | {
      readonly status: 'granted';
      readonly categoryPreferences: CategoryPreferences;
      readonly anonymousId: string | undefined;
    }
  /** They refused, or were never asked: only the order's own figures, for nobody but Segment. */
  | {
      readonly status: 'restricted';
      readonly categoryPreferences: CategoryPreferences;
    };

/** Reads the visitor's choice from an order's `note_attributes`. What is missing or unreadable is not a yes. */
export function permissionOf(
  attributes: ReadonlyMap<string, string>,
  { required, categories }: ConsentConfig,
): Permission {
  const reading = decodeConsent(attributes.get(CART_ATTRIBUTE.consent));
  const answered =
    reading.status === 'decided' ? reading.consent.categoryPreferences : {};
  if (isGranted(answered, required)) {
    const anonymousId = attributes.get(CART_ATTRIBUTE.anonymousId);
    return {
      status: 'granted',
      categoryPreferences: answered,
      anonymousId: isAnonymousId(anonymousId) ? anonymousId : undefined,
    };
  }
  // Never an empty object: Segment treats a message without answers as one that may go everywhere.
  const refused = [...categories, ...required, ...Object.keys(answered)];
  return {
    status: 'restricted',
    categoryPreferences: Object.fromEntries(
      refused.map((category) => [category, false]),
    ),
  };
}
