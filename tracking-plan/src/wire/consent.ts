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
  /** True where silence was taken for a yes: it is no opt-in. */
  readonly implied?: boolean;
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
/** A category id, as Segment has it: case sensitive, no digit in front, shorter than 35 characters. */
export const CATEGORY_ID = /^(?!__proto__$)[A-Za-z_][\w .:-]{0,33}$/;
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
    ...(consent.implied === true && { implied: true }),
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
  const { categories, gpc, policy, at, implied } = value;
  const consent = readConsent({
    categories,
    gpc,
    policyVersion: policy,
    decidedAt: at,
  });
  return typeof consent === 'string'
    ? unreadable(consent)
    : {
        status: 'decided',
        consent: implied === true ? { ...consent, implied } : consent,
      };
}

/** Reads a snapshot from untrusted fields; gives the name of the first one that is not right. */
export function readConsent(
  fields: Readonly<Record<string, unknown>>,
): ConsentSnapshot | string {
  const { gpc, policyVersion, decidedAt } = fields;
  const categoryPreferences = readCategories(fields['categories']);
  if (!categoryPreferences) return 'categories';
  if (typeof gpc !== 'boolean') return 'gpc';
  if (
    typeof policyVersion !== 'string' ||
    policyVersion.length > MAX_POLICY_VERSION_LENGTH
  )
    return 'policyVersion';
  if (
    typeof decidedAt !== 'string' ||
    !ISO_TIME.test(decidedAt) ||
    isNaN(Date.parse(decidedAt))
  )
    return 'decidedAt';
  return { categoryPreferences, gpc, policyVersion, decidedAt };
}

/** Copies category preferences from an untrusted value; undefined if any of it is not one. */
function readCategories(value: unknown): CategoryPreferences | undefined {
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
