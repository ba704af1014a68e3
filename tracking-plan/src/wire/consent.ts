/** What a visitor said to each category, by the consent platform's category ids. */
export type CategoryPreferences = Readonly<Record<string, boolean>>;

/** A decided consent, as it travels from the browser to the server. */
export interface ConsentSnapshot {
  readonly categoryPreferences: CategoryPreferences;
  /** True when the browser sent Global Privacy Control. */
  readonly gpc: boolean;
  /** The version of the privacy policy the choice was made under. */
  readonly policyVersion: string;
  /** When the choice was made: ISO 8601, UTC. */
  readonly decidedAt: string;
}

/** What reading a snapshot gave. Only `decided` says anything about the visitor; everything else is unknown. */
export type ConsentReading =
  | { readonly status: 'decided'; readonly consent: ConsentSnapshot }
  | { readonly status: 'absent' }
  | { readonly status: 'unreadable'; readonly reason: string };

/** The categories that must be granted before anything is sent, unless the shop names others. */
export const DEFAULT_REQUIRED_CATEGORIES: readonly string[] = ['analytics'];

/** The longest snapshot we read, in characters. */
export const MAX_CONSENT_LENGTH = 2048;
const MAX_CATEGORIES = 50;
const MAX_POLICY_VERSION_LENGTH = 64;
// Segment: a category id is case sensitive, does not start with a digit and is shorter than 35 characters.
const CATEGORY_ID = /^(?!__proto__$)[A-Za-z_][\w .:-]{0,33}$/;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/**
 * The one definition of "granted": every required category was answered with yes. A category that was not answered
 * is a no, and so is an empty list of requirements, which would otherwise be granted by silence.
 */
export function isGranted(
  preferences: CategoryPreferences,
  required: readonly string[],
): boolean {
  return (
    required.length > 0 &&
    required.every((category) => preferences[category] === true)
  );
}

/** Writes a snapshot as one cart attribute. */
export function encodeConsent(consent: ConsentSnapshot): string {
  return JSON.stringify({
    v: 1,
    categories: consent.categoryPreferences,
    gpc: consent.gpc,
    policy: consent.policyVersion,
    at: consent.decidedAt,
  });
}

/** Reads what `encodeConsent` wrote, or what somebody else put in its place. Never throws. */
export function decodeConsent(text: unknown): ConsentReading {
  if (text === undefined || text === null || text === '')
    return { status: 'absent' };
  if (typeof text !== 'string') return unreadable('not text');
  if (text.length > MAX_CONSENT_LENGTH) return unreadable('too long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('not JSON');
  }
  if (!isRecord(value) || value['v'] !== 1)
    return unreadable('not a consent snapshot of version 1');
  const categoryPreferences = readCategories(value['categories']);
  if (!categoryPreferences) return unreadable('categories');
  const { gpc, policy, at } = value;
  if (typeof gpc !== 'boolean') return unreadable('gpc');
  if (typeof policy !== 'string' || policy.length > MAX_POLICY_VERSION_LENGTH)
    return unreadable('policy');
  if (typeof at !== 'string' || !ISO_TIME.test(at) || isNaN(Date.parse(at)))
    return unreadable('at');
  return {
    status: 'decided',
    consent: { categoryPreferences, gpc, policyVersion: policy, decidedAt: at },
  };
}

/** Copies category preferences from an untrusted value; undefined if any of it is not one. */
export function readCategories(
  value: unknown,
): CategoryPreferences | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > MAX_CATEGORIES) return undefined;
  const valid = entries.every(
    ([category, answer]) =>
      CATEGORY_ID.test(category) && typeof answer === 'boolean',
  );
  return valid
    ? (Object.fromEntries(entries) as CategoryPreferences)
    : undefined;
}

function unreadable(reason: string): ConsentReading {
  return { status: 'unreadable', reason };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
