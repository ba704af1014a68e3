import { createHash } from 'node:crypto';
import type {
  CategoryPreferences,
  VisitorMessage,
} from '@storefront-events/plan/wire';
import type { ConsentConfig } from './config.ts';

/** Whom the ledger remembers something of, a cart or a visitor: a hash, because it need not hold their ids. */
export type Subject = string;

export const cartSubject = (cartToken: string): Subject =>
  subject('cart', cartToken);

export const visitorSubject = (anonymousId: string): Subject =>
  subject('visitor', anonymousId);

function subject(kind: string, id: string): Subject {
  return createHash('sha256').update(`${kind}\0${id}`).digest('base64url');
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

/** True if nothing that the message says is granted has been denied since. */
export function stillHolds(basis: ConsentBasis, denials: Denials): boolean {
  return !basis.granted.some((category) => isDenied(category, basis, denials));
}
