import { hash } from 'node:crypto';
import type {
  CategoryPreferences,
  VisitorMessage,
} from '@storefront-events/plan/wire';
import type { ConsentConfig } from './consent-settings.ts';
import type { UserIdRule } from './map-settings.ts';

/** What the ledger remembers something of, such as a cart or a customer: a hash, because it need not hold their ids. */
export type Subject = string;

export const cartSubject = (cartToken: string): Subject =>
  subject('cart', cartToken);

export const visitorSubject = (anonymousId: string): Subject =>
  subject('visitor', anonymousId);

// Shopify's ids are unique among all shops.
export const orderSubject = (orderId: string): Subject =>
  subject('order', orderId);

export const checkoutSubject = (checkoutToken: string): Subject =>
  subject('checkout', checkoutToken);

export const customerSubject = (customerId: string): Subject =>
  subject('customer', customerId);

export const contractSubject = (contractId: string): Subject =>
  subject('contract', contractId);

function subject(kind: string, id: string): Subject {
  return hash('sha256', `${kind}\0${id}`, 'base64url');
}

/**
 * When each subject last denied each category, in milliseconds since 1970. A later denial takes the place of an earlier
 * one and nothing takes one away, so neither the order of messages nor a repetition matters.
 */
export type Denials = ReadonlyMap<Subject, ReadonlyMap<string, number>>;

/**
 * How far a visitor's clock may be ahead of ours, in milliseconds. Choices are compared by the visitor's own clock, which
 * is right however wrong it is; a forged time further ahead than this is cut, so that it cannot deny for ever.
 */
export const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** The identity of a cart, as the browser handed it over on its way to the checkout. */
export interface Handover {
  readonly anonymousId: string;
  readonly categoryPreferences: CategoryPreferences;
}

/** What a visitor said, less what was denied since. */
export interface Answers {
  readonly categories: CategoryPreferences;
  readonly gpc: boolean;
  /** They chose it; absent: they kept silent. */
  readonly explicit?: boolean;
  /** Denials at or after this time count: milliseconds since 1970. */
  readonly at: number;
}

/** What the ledger remembers of an order, a checkout or a customer, because what Shopify tells of them later says none of it. */
export interface Known {
  /** Its own payload was read, or Shopify was asked; absent: only something about it, such as a refund. */
  readonly told?: true;
  /** Absent: they were never asked, or what they said was unreadable. */
  readonly answers?: Answers;
  /** Only where the person may be named. */
  readonly anonymousId?: string;
  readonly userId?: string;
  /** By which rule it is theirs. */
  readonly userIdRule?: UserIdRule;
  /** Whose denials count beside its own. */
  readonly subjects?: readonly Subject[];
  readonly order?: KnownOrder;
  /** Of a customer: since when their Global Privacy Control holds, in milliseconds since 1970. */
  readonly gpcSince?: number;
  /** Of a customer: when the first order that is known of them was placed, in milliseconds since 1970. */
  readonly firstOrderAt?: number;
}

/** What only an order has. Amounts are in minor units. */
export interface KnownOrder {
  readonly number?: string;
  readonly currency?: string;
  readonly total?: number;
  readonly presentmentCurrency?: string;
  readonly presentmentTotal?: number;
  /** Why nothing of it is sent. */
  readonly excluded?: string;
  /** What was paid back, by refund. */
  readonly refunds?: Readonly<Record<string, PaidBack>>;
  /** Which events were made of it, and when they happened: ISO 8601. */
  readonly sent?: Readonly<Record<string, string>>;
}

/** What a refund paid back, in minor units; without an amount: nobody knows, or not yet. */
export interface PaidBack {
  readonly currency?: string;
  readonly amount?: number;
}

/** What a webhook adds to what is known. Of two that say something of the same, the later one counts. */
export interface Fact {
  readonly subject: Subject;
  /** How late it is: milliseconds since 1970. */
  readonly at: number;
  /** A JSON merge patch (RFC 7396): null takes away. */
  readonly known: { readonly [Key in keyof Known]: Known[Key] | null };
  /** What the ids rest on; undefined: there are none. */
  readonly basis?: ConsentBasis | undefined;
  /** By whom it can be found, when they withdraw or are erased. */
  readonly cart?: Subject | undefined;
  readonly visitor?: Subject | undefined;
  readonly customer?: Subject | undefined;
}

/** What a customer has denied, as an order that Shopify has signed says. */
export interface CustomerDenial {
  readonly customer: Subject;
  readonly categories: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One customer that became a part of another. */
export interface Merge {
  readonly from: Subject;
  readonly into: Subject;
}

/** The proof of a choice. A refusal names nobody. */
export interface Receipt {
  readonly receiptId: string;
  /** When it arrived here, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** When the visitor chose, as their browser's clock had it: ISO 8601. */
  readonly decidedAt: string;
  readonly categories: CategoryPreferences;
  readonly model: VisitorMessage['model'];
  readonly gpc: boolean;
  readonly policyVersion: string;
  readonly platform: string | undefined;
  /** Only if every required category was granted. */
  readonly anonymousId: string | undefined;
}

/** What one message of a visitor adds to the ledger; nothing more the second time. */
export interface LedgerEntry {
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Kept once for each receipt id. A handover repeats a choice and leaves none: a browser sends one for each cart. */
  readonly receipt: Receipt | undefined;
  readonly denial: {
    readonly subjects: readonly Subject[];
    /** As the ledger names them: see `ledgerCategory`. */
    readonly categories: readonly string[];
    /** Milliseconds since 1970. */
    readonly at: number;
  };
  /** True if a required category is denied: ids that were handed over for these subjects are erased. */
  readonly withdrawn: boolean;
  /** Kept if none is known for this cart; never changed. */
  readonly handover:
    | (Handover & { readonly cart: Subject; readonly visitor: Subject })
    | undefined;
}

/** What a person's presence in a message rests on. It is kept with the message and checked again before it is sent. */
export interface ConsentBasis {
  readonly subjects: readonly Subject[];
  /** Denials at or after this time count: milliseconds since 1970. */
  readonly since: number;
  /** What is granted, as the ledger names it. */
  readonly granted: readonly string[];
}

/**
 * Stands for every category that the settings do not name: what anybody may send must not decide how much is kept of one
 * subject.
 */
const OTHERS = '*';

/** The name under which the ledger remembers a category. */
export function ledgerCategory(
  category: string,
  { required, categories }: ConsentConfig,
): string {
  return required.includes(category) || categories.includes(category)
    ? category
    : OTHERS;
}

/** What these answers deny, as the ledger names it. What the shop asks about and was not answered is denied. */
export function deniedBy(
  answers: CategoryPreferences,
  config: ConsentConfig,
): readonly string[] {
  const asked = [...config.categories, ...config.required];
  const denied = [
    ...asked.filter((category) => answers[category] !== true),
    ...Object.keys(answers)
      .filter((category) => answers[category] === false)
      .map((category) => ledgerCategory(category, config)),
  ];
  return [...new Set(denied)];
}

/** True if one of the subjects denied the category at the time given or later. */
export function isDenied(
  category: string,
  { subjects, since }: Pick<ConsentBasis, 'subjects' | 'since'>,
  denials: Denials,
): boolean {
  return subjects.some(
    (one) => (denials.get(one)?.get(category) ?? -Infinity) >= since,
  );
}

/** What is learned of these, if this was denied until then: not who somebody is who withdrew while it was mapped. */
export function learnable(fact: Fact, denials: Denials): Fact {
  return fact.basis && !stillHolds(fact.basis, denials)
    ? { ...fact, known: { ...fact.known, anonymousId: null, userId: null } }
    : fact;
}

/** True if nothing that is said to be granted has been denied since. */
export function stillHolds(basis: ConsentBasis, denials: Denials): boolean {
  return !basis.granted.some((category) => isDenied(category, basis, denials));
}
