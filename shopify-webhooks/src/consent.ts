import {
  CART_ATTRIBUTE,
  decodeConsent,
  isAnonymousId,
  isGranted,
  type CategoryPreferences,
  type ConsentReading,
} from '@storefront-events/plan/wire';
import type { ConsentConfig } from './config.ts';
import {
  cartSubject,
  CLOCK_TOLERANCE_MS,
  isDenied,
  ledgerCategory,
  visitorSubject,
  type ConsentBasis,
  type Denials,
  type Handover,
  type Subject,
} from './ledger.ts';
import { noteAttributes } from './shopify/note-attributes.ts';
import { text, type Json } from './shopify/payload.ts';
import type { Ledger } from './store/store.ts';

/** What may be sent about the person behind an order. */
export type Permission =
  /** They agreed: the message carries them and their answers. */
  | {
      readonly status: 'granted';
      readonly categoryPreferences: CategoryPreferences;
      readonly anonymousId: string | undefined;
      readonly basis: ConsentBasis;
    }
  /** They refused, withdrew, or were never asked: only the order's own figures, for nobody but Segment. */
  | {
      readonly status: 'restricted';
      readonly categoryPreferences: CategoryPreferences;
    };

/** What an order itself says of its visitor's consent. Shopify has signed it. */
export interface OrderConsent {
  readonly reading: ConsentReading;
  readonly anonymousId: string | undefined;
  readonly cart: Subject | undefined;
  /** When the order arrived here, in milliseconds since 1970. */
  readonly receivedAt: number;
}

/** What the ledger knows of an order's cart and visitor. */
export interface Remembered {
  readonly denials: Denials;
  readonly handover: Handover | undefined;
}

/** Reads what the storefront wrote on the cart. */
export function readOrderConsent(
  order: Json,
  receivedAt: number,
): OrderConsent {
  const attributes = noteAttributes(order);
  const anonymousId = attributes.get(CART_ATTRIBUTE.anonymousId);
  const cartToken = text(order['cart_token']);
  return {
    reading: decodeConsent(attributes.get(CART_ATTRIBUTE.consent)),
    anonymousId: isAnonymousId(anonymousId) ? anonymousId : undefined,
    cart: cartToken === undefined ? undefined : cartSubject(cartToken),
    receivedAt,
  };
}

/** Asks the ledger for what could change the permission of an order. Rejects if the store cannot be read. */
export async function recall(
  order: OrderConsent,
  ledger: Pick<Ledger, 'denialsOf' | 'handoverOf'>,
): Promise<Remembered> {
  const { reading, cart } = order;
  const handover =
    reading.status === 'absent' && cart !== undefined
      ? await ledger.handoverOf(cart)
      : undefined;
  const subjects = claimOf(order, handover)?.subjects ?? [];
  const denials =
    subjects.length > 0 ? await ledger.denialsOf(subjects) : new Map();
  return { denials, handover };
}

/**
 * Decides what may be sent about the person behind an order. The order's own snapshot counts, less what was denied since;
 * an identity handed over counts where the order carries none. What is missing or unreadable is not a yes.
 */
export function permissionOf(
  order: OrderConsent,
  { denials, handover }: Remembered,
  config: ConsentConfig,
): Permission {
  const claim = claimOf(order, handover);
  const categoryPreferences = claim ? lowered(claim, denials, config) : {};
  if (claim && isGranted(categoryPreferences, config.required)) {
    const { subjects, since, anonymousId } = claim;
    const granted = Object.keys(categoryPreferences)
      .filter((category) => categoryPreferences[category])
      .map((category) => ledgerCategory(category, config));
    return {
      status: 'granted',
      categoryPreferences,
      anonymousId,
      basis: { subjects, since, granted: [...new Set(granted)] },
    };
  }
  // Never an empty object: Segment treats a message without answers as one that may go everywhere.
  const refused = [
    ...config.categories,
    ...config.required,
    ...Object.keys(categoryPreferences),
  ];
  return {
    status: 'restricted',
    categoryPreferences: Object.fromEntries(
      refused.map((category) => [category, false]),
    ),
  };
}

/** What was granted and not denied since. */
function lowered(
  claim: Claim,
  denials: Denials,
  config: ConsentConfig,
): CategoryPreferences {
  return Object.fromEntries(
    Object.entries(claim.categoryPreferences).map(([category, yes]) => [
      category,
      yes && !isDenied(ledgerCategory(category, config), claim, denials),
    ]),
  );
}

/** What an order's visitor is said to have granted, and whose denials from when on can lower it. */
interface Claim extends Pick<ConsentBasis, 'subjects' | 'since'> {
  readonly categoryPreferences: CategoryPreferences;
  readonly anonymousId: string | undefined;
}

function claimOf(
  { reading, anonymousId, cart, receivedAt }: OrderConsent,
  handover: Handover | undefined,
): Claim | undefined {
  const subjects = (visitor: string | undefined) => [
    ...(cart === undefined ? [] : [cart]),
    ...(visitor === undefined ? [] : [visitorSubject(visitor)]),
  ];
  if (reading.status === 'decided') {
    const { categoryPreferences, decidedAt } = reading.consent;
    const decided = Date.parse(decidedAt);
    // One from the future cannot be told to be later than any denial.
    const since = decided > receivedAt + CLOCK_TOLERANCE_MS ? 0 : decided;
    return {
      categoryPreferences,
      anonymousId,
      subjects: subjects(anonymousId),
      since,
    };
  }
  if (reading.status === 'unreadable' || !handover) return undefined;
  // The order's own id, where it has one, is not replaced.
  if (anonymousId !== undefined && anonymousId !== handover.anonymousId)
    return undefined;
  // Unsigned, so it outweighs no denial, however old.
  return { ...handover, subjects: subjects(handover.anonymousId), since: 0 };
}
