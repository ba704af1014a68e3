/** A JSON object as a client has sent it. */
export type Body = Readonly<Record<string, unknown>>;

/** Parses a request's text; undefined if it is not JSON. */
export function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
