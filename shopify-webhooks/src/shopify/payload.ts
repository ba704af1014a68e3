/** Reading what Shopify sends without trusting it: every field may be missing, null or of another type. */

export type Json = Readonly<Record<string, unknown>>;

export type ParsedPayload =
  | { readonly status: 'object'; readonly payload: Json }
  | { readonly status: 'unreadable'; readonly reason: string };

const decoder = new TextDecoder();

const LARGE = 16;

// A number that stands by itself: most long digits are within texts, such as GraphQL ids.
const LARGE_INTEGER = /[:[,]\s*-?\d{16}/;

/**
 * Parses a body into an object. Integers beyond 2^53, which real ids are, become text instead of a rounded number.
 * The reason never quotes the body, as the runtime's own messages do: it may hold personal data.
 */
export function parsePayload(body: Uint8Array): ParsedPayload {
  if (body.byteLength === 0) return unreadable('empty body');
  let value: unknown;
  try {
    const text = decoder.decode(body);
    value =
      hasLongDigits(body) && LARGE_INTEGER.test(text)
        ? JSON.parse(text, keepLargeIntegers)
        : JSON.parse(text);
  } catch (error) {
    return unreadable(
      error instanceof SyntaxError ? 'not JSON' : 'nested too deeply',
    );
  }
  return isObject(value)
    ? { status: 'object', payload: value }
    : unreadable('not a JSON object');
}

/** Whether there are so many digits in a row. Such a row has one at every 16th byte: the others need not be looked at. */
function hasLongDigits(body: Uint8Array): boolean {
  for (let at = LARGE - 1; at < body.length; at += LARGE) {
    if (!isDigit(body[at])) continue;
    let first = at;
    while (isDigit(body[first - 1])) first -= 1;
    let end = at + 1;
    while (end - first < LARGE && isDigit(body[end])) end += 1;
    if (end - first >= LARGE) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

// `source` is the number as it stands in the text (ECMAScript "JSON.parse source text access", Node 22 and later).
function keepLargeIntegers(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const source = context?.source;
  return typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    source !== undefined &&
    /^-?\d+$/.test(source)
    ? source
    : value;
}

function unreadable(reason: string): ParsedPayload {
  return { status: 'unreadable', reason };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; an empty list if it is not one. */
export function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return value.every(isObject) ? value : value.filter(isObject);
}

/** The texts in a list; an empty list if it is not one. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map((item) => text(item)).filter((item) => item !== undefined)
    : [];
}

/** Text without its surrounding space, cut to a length that no honest value has; undefined if there is none. */
export function text(value: unknown, maxLength = 1024): string | undefined {
  if (typeof value !== 'string') return undefined;
  // A cut may fall within a character.
  const trimmed = value.slice(0, maxLength).toWellFormed().trim();
  return trimmed === '' ? undefined : trimmed;
}

/**
 * The numeric id of a resource of this type, as text, without loss. The GraphQL id is asked first, because some systems
 * between Shopify and us have rounded the numeric one; if it names another type, this is no such resource.
 */
export function resourceId(resource: Json, type: string): string | undefined {
  const gid = resource['admin_graphql_api_id'];
  return typeof gid === 'string'
    ? idOfGid(gid, type)
    : numericId(resource['id']);
}

/** The numeric id in a GraphQL id of this type, as text. */
export function idOfGid(gid: unknown, type: string): string | undefined {
  const prefix = `gid://shopify/${type}/`;
  if (typeof gid !== 'string' || !gid.startsWith(prefix)) return undefined;
  const query = gid.indexOf('?', prefix.length);
  return numericId(gid.slice(prefix.length, query < 0 ? undefined : query));
}

/** The numeric id in a GraphQL id of whatever type, as text. */
export function idOfAnyGid(gid: unknown): string | undefined {
  return typeof gid === 'string'
    ? /^gid:\/\/shopify\/\w+\/(\d{1,20})(?:\?|$)/.exec(gid)?.[1]
    : undefined;
}

/** A numeric id as text; undefined if it is not one. */
export function numericId(value: unknown): string | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0
      ? String(value)
      : undefined;
  return typeof value === 'string' && /^\d{1,20}$/.test(value)
    ? value
    : undefined;
}

/** A whole number that can be a quantity. */
export function quantity(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : undefined;
}

/** A currency code as Shopify writes it; never invented, never corrected. */
export function currencyCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z]{3}$/.test(value)
    ? value
    : undefined;
}

const EARLIEST = Date.UTC(2006, 0, 1);
const A_DAY = 24 * 60 * 60 * 1000;

// The last one that was written: most orders have one time in several fields, and writing it takes a microsecond.
let written = { milliseconds: 0, text: new Date(0).toISOString() };

/** A time as ISO 8601 in UTC; undefined if it is unreadable, older than Shopify, or later than tomorrow. */
export function time(value: unknown, now: number): string | undefined {
  const milliseconds = moment(value, now);
  if (milliseconds === undefined) return undefined;
  if (written.milliseconds !== milliseconds)
    written = { milliseconds, text: new Date(milliseconds).toISOString() };
  return written.text;
}

/** The same in milliseconds since 1970. */
export function moment(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value))
    return undefined;
  const milliseconds = Date.parse(value);
  return milliseconds >= EARLIEST && milliseconds <= now + A_DAY
    ? milliseconds
    : undefined;
}
