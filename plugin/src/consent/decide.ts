import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { ConsentSettings } from '../settings.ts';
import type { Consent, ConsentModel } from './consent.ts';
import type { Memory } from './memory.ts';
import type { PlatformReading } from './platform.ts';

const DAY_MS = 86_400_000;

/** What a decision depends on beside the platform's reading. */
export interface Circumstances {
  readonly settings: Pick<
    ConsentSettings,
    'categories' | 'policyVersion' | 'lifetimeDays' | 'saleOrSharing'
  >;
  readonly model: ConsentModel;
  readonly gpc: boolean;
  /** The grant this browser remembers. */
  readonly memory: Memory | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * What a reading of the consent platform amounts to. A choice that is older than its lifetime, was made under another
 * version of the policy, or carries no possible time is none. Global Privacy Control takes the categories that mean
 * sale or sharing back, whatever was chosen: https://globalprivacycontrol.org/
 */
export function decide(
  reading: PlatformReading,
  { settings, model, gpc, memory, now }: Circumstances,
): Consent {
  const { categories, policyVersion, lifetimeDays, saleOrSharing } = settings;
  const answers = (isYes: (category: string) => boolean): CategoryPreferences =>
    Object.fromEntries(
      categories.map((category) => [
        category,
        isYes(category) && !(gpc && saleOrSharing.includes(category)),
      ]),
    );
  if (reading.status === 'pending') {
    if (model === 'opt-in') return { status: 'unknown', lapsed: false };
    // An objection holds before the platform can say it again, also one to a part.
    const isDenied = (category: string) =>
      memory?.categories[category] === false;
    return {
      status: categories.some(isDenied) ? 'decided' : 'implied',
      categoryPreferences: answers((category) => !isDenied(category)),
      decidedAt: memory?.at ?? new Date(now).toISOString(),
      gpc,
      policyVersion,
    };
  }
  const kept = memory ? Date.parse(memory.at) : now;
  const decided = reading.decidedAt ? Date.parse(reading.decidedAt) : kept;
  const isPossible =
    decided <= now + DAY_MS && decided >= now - lifetimeDays * DAY_MS;
  const isOutdated =
    memory && kept >= decided && memory.policy !== policyVersion;
  if (!isPossible || isOutdated) return { status: 'unknown', lapsed: true };
  return {
    status: 'decided',
    categoryPreferences: answers((category) => {
      // A custom platform may give anything; only true is a yes.
      const said: unknown = reading.categoryPreferences[category];
      // Where silence is a yes, so is a question that was not asked.
      return said === true || (said === undefined && model === 'opt-out');
    }),
    // In one form, whatever the platform's: the server reads no other.
    decidedAt: new Date(decided).toISOString(),
    gpc,
    policyVersion,
  };
}

/** When a choice runs out: ISO 8601; an implied one does not. */
export function expiryOf(
  consent: Consent,
  lifetimeDays: number,
): string | undefined {
  return consent.status === 'decided'
    ? new Date(
        Date.parse(consent.decidedAt) + lifetimeDays * DAY_MS,
      ).toISOString()
    : undefined;
}
