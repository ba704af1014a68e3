import {
  isGranted,
  type CategoryPreferences,
} from '@storefront-events/plan/wire';
import type { About } from './about.ts';
import {
  claimOf,
  gpcSinceOf,
  knownAt,
  subjectsOf,
  type Claim,
  type Remembered,
} from './claim.ts';
import type { ConsentConfig } from './consent-settings.ts';
import {
  isDenied,
  ledgerCategory,
  type Answers,
  type ConsentBasis,
  type Known,
  type Subject,
} from './ledger.ts';
import type { Ledger } from './store/store.ts';

/** What may be sent about the person behind a webhook. `reason` says why, and is recorded. */
export type Permission =
  | Whole
  /** Only figures, for nobody but Segment. */
  | (Heard & {
      readonly status: 'restricted';
      readonly reason: string;
      readonly categoryPreferences: CategoryPreferences;
      readonly gpc: boolean;
    })
  /** Nothing. */
  | (Heard & { readonly status: 'dropped'; readonly reason: string });

/** What was decided from: it is remembered for webhooks of the same order or customer, which say none of it. */
interface Heard {
  /** Less what was denied since; undefined: nobody knows. */
  readonly answers: Answers | undefined;
  /** Whose denials count. */
  readonly subjects: readonly Subject[];
}

/** The message carries the person. */
export interface Whole extends Heard {
  /** `stamped`: refused, all or a part. `unenforced`: nobody knows, and nothing is said of it. */
  readonly status: 'granted' | 'stamped' | 'unenforced';
  readonly reason: string;
  readonly categoryPreferences: CategoryPreferences | undefined;
  readonly gpc: boolean;
  readonly anonymousId: string | undefined;
  /** As it was at an earlier time, for webhooks that name no customer. */
  readonly userId: string | undefined;
  readonly basis: ConsentBasis;
}

/** Asks the ledger for what could change the permission of a webhook. Rejects if the store cannot be read. */
export async function recall(
  about: About,
  ledger: Pick<Ledger, 'denialsOf' | 'handoversOf' | 'knownOf'>,
): Promise<Remembered> {
  const { cart, visitor: _, ...resources } = about.subjects;
  const wanted = Object.values(resources).filter(
    (subject) => subject !== undefined,
  );
  let known: ReadonlyMap<Subject, Known> =
    wanted.length > 0 ? await ledger.knownOf(wanted) : new Map();
  if (resources.customer === undefined) {
    // A refund names no customer, and what holds for the customer of its order holds for it.
    const owners = subjectsOf(about, undefined, known);
    if (owners.length > 0)
      known = new Map([...(await ledger.knownOf(owners)), ...known]);
  }
  const handover =
    about.reading.status === 'absent' && cart !== undefined
      ? (await ledger.handoversOf([cart])).get(cart)
      : undefined;
  const subjects = subjectsOf(about, handover, known);
  const denials =
    subjects.length > 0 ? await ledger.denialsOf(subjects) : new Map();
  return { denials, handover, known };
}

/**
 * Decides what may be sent about the person behind a webhook. Its own snapshot counts, less what was denied since;
 * where it has none, what is known of its order, checkout, cart or customer. What is missing or unreadable is not a yes.
 */
export function permissionOf(
  about: About,
  remembered: Remembered,
  config: ConsentConfig,
): Permission {
  const claim = claimOf(about, remembered);
  if (!claim) return unknown(about, remembered, config);
  const { subjects } = claim;
  const gpcSince = gpcSinceOf(subjects, remembered.known);
  const heldByGpc = (category: string) =>
    gpcSince !== undefined &&
    config.saleOrSharing.includes(category) &&
    !(claim.explicit && claim.since > gpcSince);
  const categoryPreferences = Object.fromEntries(
    Object.entries(claim.categoryPreferences).map(([category, yes]) => [
      category,
      yes &&
        !heldByGpc(category) &&
        !isDenied(ledgerCategory(category, config), claim, remembered.denials),
    ]),
  );
  const gpc = claim.gpc || config.saleOrSharing.some(heldByGpc);
  const { anonymousId, userId, explicit, since } = claim;
  const heard: Heard = {
    subjects,
    answers: { categories: categoryPreferences, gpc, explicit, at: since },
  };
  if (isGranted(categoryPreferences, config.required))
    return {
      ...heard,
      status: 'granted',
      reason: 'granted',
      categoryPreferences,
      gpc,
      anonymousId,
      userId,
      basis: basisOf(claim, categoryPreferences, config),
    };
  const wasGranted = isGranted(claim.categoryPreferences, config.required);
  const reason = !wasGranted
    ? 'refused'
    : config.required.some(heldByGpc)
      ? 'Global Privacy Control'
      : 'withdrawn';
  return config.onRefusal === 'stamp'
    ? {
        ...heard,
        status: 'stamped',
        reason,
        categoryPreferences: {
          ...allRefused(config, []),
          ...categoryPreferences,
        },
        gpc,
        anonymousId,
        userId,
        basis: basisOf(claim, categoryPreferences, config),
      }
    : refusal(config.onRefusal, reason, gpc, heard, config);
}

/** Nobody knows what the visitor wants; or nobody but the ledger, which has heard a no. */
function unknown(
  about: About,
  { denials, handover, known }: Remembered,
  config: ConsentConfig,
): Permission {
  const subjects = subjectsOf(about, handover, known);
  const asked = [...new Set([...config.categories, ...config.required])];
  const gpc = gpcSinceOf(subjects, known) !== undefined;
  const isRefused = (category: string) =>
    isDenied(category, { subjects, since: 0 }, denials);
  const isHeld = (category: string) =>
    gpc && config.saleOrSharing.includes(category);
  const denied = asked.filter(
    (category) => isRefused(category) || isHeld(category),
  );
  const refused = denied.some((category) => config.required.includes(category));
  const heard: Heard = { subjects, answers: undefined };
  const treatment = refused ? config.onRefusal : config.onUnknown;
  const reason = refused
    ? config.required.some(isRefused)
      ? 'refused'
      : 'Global Privacy Control'
    : about.reading.status === 'unreadable'
      ? 'unreadable'
      : 'never asked';
  if (treatment !== 'stamp' && treatment !== 'unenforced')
    return refusal(treatment, reason, gpc, heard, config);
  const before = knownAt(about.subjects.order, known);
  const common = {
    ...heard,
    gpc,
    anonymousId: about.anonymousId ?? before?.anonymousId,
    userId: before?.userId,
  };
  const basis = { subjects, since: 0 };
  if (treatment === 'stamp')
    return {
      ...common,
      status: 'stamped',
      reason,
      categoryPreferences: allRefused(config, []),
      basis: { ...basis, granted: [] },
    };
  const granted = asked.filter((category) => !denied.includes(category));
  return {
    ...common,
    ...(denied.length > 0
      ? {
          status: 'stamped',
          reason: `${reason}, but for a no to ${denied.join(', ')}`,
          // Of the others nobody knows, and nothing is said.
          categoryPreferences: noTo(denied),
        }
      : { status: 'unenforced', reason, categoryPreferences: undefined }),
    basis: { ...basis, granted },
  };
}

function refusal(
  treatment: 'restrict' | 'drop',
  reason: string,
  gpc: boolean,
  heard: Heard,
  config: ConsentConfig,
): Permission {
  const others = Object.keys(heard.answers?.categories ?? {});
  return treatment === 'drop'
    ? { ...heard, status: 'dropped', reason }
    : {
        ...heard,
        status: 'restricted',
        reason,
        categoryPreferences: allRefused(config, others),
        gpc,
      };
}

/** Never an empty object: Segment treats a message without answers as one that may go everywhere. */
function allRefused(
  { categories, required }: ConsentConfig,
  others: readonly string[],
): CategoryPreferences {
  return noTo([...categories, ...required, ...others]);
}

function noTo(categories: readonly string[]): CategoryPreferences {
  return Object.fromEntries(categories.map((category) => [category, false]));
}

function basisOf(
  { subjects, since }: Claim,
  categoryPreferences: CategoryPreferences,
  config: ConsentConfig,
): ConsentBasis {
  const granted = Object.keys(categoryPreferences)
    .filter((category) => categoryPreferences[category])
    .map((category) => ledgerCategory(category, config));
  return { subjects, since, granted: [...new Set(granted)] };
}
