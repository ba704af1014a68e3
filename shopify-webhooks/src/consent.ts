import {
  isGranted,
  type CategoryPreferences,
} from '@storefront-events/plan/wire';
import type { About } from './about.ts';
import {
  claimOf,
  knownAt,
  subjectsOf,
  type Claim,
  type Remembered,
} from './claim.ts';
import type { ConsentConfig } from './consent-settings.ts';
import {
  isDenied,
  ledgerCategory,
  type ConsentBasis,
  type Known,
  type Subject,
} from './ledger.ts';
import type { Ledger } from './store/store.ts';

/** What may be sent about the person behind a webhook. `reason` says why, and is recorded. */
export type Permission =
  | Whole
  /** Only figures, for nobody but Segment. */
  | {
      readonly status: 'restricted';
      readonly reason: string;
      readonly categoryPreferences: CategoryPreferences;
      readonly gpc: boolean;
    }
  /** Nothing. */
  | { readonly status: 'dropped'; readonly reason: string };

/** The message carries the person. */
export interface Whole {
  /** `stamped`: refused, and Segment keeps to the stamp. `unenforced`: nobody knows, and nothing is said of it. */
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
  ledger: Pick<Ledger, 'denialsOf' | 'handoverOf' | 'knownOf'>,
): Promise<Remembered> {
  const { order, checkout, contract, customer, cart } = about.subjects;
  const wanted = [order, checkout, contract, customer].filter(
    (subject) => subject !== undefined,
  );
  const known =
    wanted.length > 0
      ? await ledger.knownOf(wanted)
      : new Map<Subject, Known>();
  const handover =
    about.reading.status === 'absent' && cart !== undefined
      ? await ledger.handoverOf(cart)
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
  const customer = knownAt(about.subjects.customer, remembered.known);
  const gpcSince = customer?.gpcSince;
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
  const { anonymousId, userId } = claim;
  if (isGranted(categoryPreferences, config.required))
    return {
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
    : refusal(config.onRefusal, reason, gpc, categoryPreferences, config);
}

/** Nobody knows what the visitor wants; or nobody but the ledger, which has heard a no. */
function unknown(
  about: About,
  { denials, handover, known }: Remembered,
  config: ConsentConfig,
): Permission {
  const subjects = subjectsOf(about, handover, known);
  const basis = { subjects, since: 0, granted: config.required };
  const isRefused = config.required.some((category) =>
    isDenied(category, basis, denials),
  );
  const treatment = isRefused ? config.onRefusal : config.onUnknown;
  const reason = isRefused
    ? 'refused'
    : about.reading.status === 'unreadable'
      ? 'unreadable'
      : 'never asked';
  if (treatment !== 'stamp' && treatment !== 'unenforced')
    return refusal(treatment, reason, false, {}, config);
  const before = knownAt(about.subjects.order, known);
  return {
    status: treatment === 'stamp' ? 'stamped' : 'unenforced',
    reason,
    categoryPreferences:
      treatment === 'stamp' ? allRefused(config, []) : undefined,
    gpc: false,
    anonymousId: about.anonymousId ?? before?.anonymousId,
    userId: before?.userId,
    basis: treatment === 'stamp' ? { ...basis, granted: [] } : basis,
  };
}

function refusal(
  treatment: 'restrict' | 'drop',
  reason: string,
  gpc: boolean,
  answers: CategoryPreferences,
  config: ConsentConfig,
): Permission {
  return treatment === 'drop'
    ? { status: 'dropped', reason }
    : {
        status: 'restricted',
        reason,
        categoryPreferences: allRefused(config, Object.keys(answers)),
        gpc,
      };
}

/** Never an empty object: Segment treats a message without answers as one that may go everywhere. */
function allRefused(
  { categories, required }: ConsentConfig,
  others: readonly string[],
): CategoryPreferences {
  return Object.fromEntries(
    [...categories, ...required, ...others].map((category) => [
      category,
      false,
    ]),
  );
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
