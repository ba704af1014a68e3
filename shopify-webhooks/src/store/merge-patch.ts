import { isObject, type Json } from '../shopify/payload.ts';

/**
 * A JSON merge patch: what the patch has takes the place of what was there, object by object; null takes away.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function mergePatch(target: unknown, patch: Json): Json {
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else
      merged.set(
        name,
        isObject(value) ? mergePatch(merged.get(name), value) : value,
      );
  }
  return Object.fromEntries(merged);
}
