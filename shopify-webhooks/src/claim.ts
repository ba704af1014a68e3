import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { About } from './about.ts';
import {
  CLOCK_TOLERANCE_MS,
  visitorSubject,
  type Answers,
  type ConsentBasis,
  type Denials,
  type Handover,
  type Known,
  type Subject,
} from './ledger.ts';

/** What the ledger knows of those a webhook is about. */
export interface Remembered {
  readonly denials: Denials;
  readonly handover: Handover | undefined;
  readonly known: ReadonlyMap<Subject, Known>;
}

/** What a visitor is said to have granted, and whose denials from when on can lower it. */
export interface Claim extends Pick<ConsentBasis, 'subjects' | 'since'> {
  readonly categoryPreferences: CategoryPreferences;
  readonly gpc: boolean;
  /** They chose it, rather than kept silent. */
  readonly explicit: boolean;
  readonly anonymousId: string | undefined;
  readonly userId: string | undefined;
}

export function claimOf(
  about: About,
  remembered: Remembered,
): Claim | undefined {
  const { reading, receivedAt } = about;
  const { handover, known } = remembered;
  const subjects = subjectsOf(about, handover, known);
  if (reading.status === 'decided') {
    const { categoryPreferences, decidedAt, gpc, implied } = reading.consent;
    const decided = Date.parse(decidedAt);
    return {
      categoryPreferences,
      gpc,
      explicit: implied !== true,
      anonymousId: about.anonymousId,
      userId: undefined,
      subjects,
      // One from the future cannot be told to be later than any denial.
      since: decided > receivedAt + CLOCK_TOLERANCE_MS ? 0 : decided,
    };
  }
  if (reading.status === 'unreadable') return undefined;
  const { order, checkout, contract, customer, merged } = about.subjects;
  return (
    claimOfKnown(about, knownAt(order, known), subjects) ??
    claimOfKnown(about, knownAt(checkout, known), subjects) ??
    claimOfKnown(about, knownAt(contract, known), subjects) ??
    claimOfHandover(about, handover, subjects) ??
    claimOfBoth(
      claimOfCustomer(knownAt(customer, known), subjects),
      claimOfCustomer(knownAt(merged, known), subjects),
      merged !== undefined,
    )
  );
}

/** Two customers who became one: what both have granted. */
function claimOfBoth(
  kept: Claim | undefined,
  merged: Claim | undefined,
  isMerge: boolean,
): Claim | undefined {
  if (!isMerge || !kept || !merged) return isMerge ? undefined : kept;
  const categories = [kept, merged].flatMap(({ categoryPreferences }) =>
    Object.keys(categoryPreferences),
  );
  return {
    ...kept,
    categoryPreferences: Object.fromEntries(
      categories.map((category) => [
        category,
        kept.categoryPreferences[category] === true &&
          merged.categoryPreferences[category] === true,
      ]),
    ),
    gpc: kept.gpc || merged.gpc,
    explicit: kept.explicit && merged.explicit,
    since: Math.min(kept.since, merged.since),
  };
}

function claimOfKnown(
  about: About,
  known: Known | undefined,
  subjects: readonly Subject[],
): Claim | undefined {
  if (!known?.answers || isAnother(about, known.anonymousId)) return undefined;
  return {
    ...said(known.answers),
    anonymousId: known.anonymousId ?? about.anonymousId,
    userId: known.userId,
    subjects,
  };
}

/** The latest that is known of the person: it says nothing of the browser behind this webhook. */
function claimOfCustomer(
  known: Known | undefined,
  subjects: readonly Subject[],
): Claim | undefined {
  if (!known?.answers) return undefined;
  return {
    ...said(known.answers),
    anonymousId: undefined,
    userId: known.userId,
    subjects,
  };
}

function said({ categories, gpc, explicit, at }: Answers) {
  return {
    categoryPreferences: categories,
    gpc,
    // What is remembered of a silence is no choice.
    explicit: explicit === true,
    since: at,
  };
}

function claimOfHandover(
  about: About,
  handover: Handover | undefined,
  subjects: readonly Subject[],
): Claim | undefined {
  if (!handover || isAnother(about, handover.anonymousId)) return undefined;
  return {
    ...handover,
    gpc: false,
    explicit: false,
    userId: undefined,
    subjects,
    // Unsigned, so it outweighs no denial, however old.
    since: 0,
  };
}

// The webhook's own id, where it has one, is not replaced.
function isAnother(about: About, anonymousId: string | undefined): boolean {
  return (
    about.anonymousId !== undefined &&
    anonymousId !== undefined &&
    about.anonymousId !== anonymousId
  );
}

/** Everybody whose denials count. */
export function subjectsOf(
  about: About,
  handover: Handover | undefined,
  known: ReadonlyMap<Subject, Known>,
): readonly Subject[] {
  const { cart, visitor, ...resources } = about.subjects;
  const { order, checkout, contract, customer, merged } = resources;
  const handedOver =
    handover && !isAnother(about, handover.anonymousId)
      ? visitorSubject(handover.anonymousId)
      : undefined;
  const all = new Set<Subject>();
  for (const subject of [cart, visitor, customer, merged, handedOver])
    if (subject !== undefined) all.add(subject);
  for (const one of [order, checkout, contract, customer, merged])
    for (const subject of knownAt(one, known)?.subjects ?? []) all.add(subject);
  return [...all];
}

/** Since when Global Privacy Control holds for one of them; undefined: for none. */
export function gpcSinceOf(
  subjects: readonly Subject[],
  known: ReadonlyMap<Subject, Known>,
): number | undefined {
  const times = subjects.flatMap((one) => known.get(one)?.gpcSince ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

export function knownAt(
  subject: Subject | undefined,
  known: ReadonlyMap<Subject, Known>,
): Known | undefined {
  return subject === undefined ? undefined : known.get(subject);
}
