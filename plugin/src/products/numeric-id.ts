const DIGITS = /^\d{1,20}$/;

/**
 * The numeric id of a resource of this type, as text: the id that webhooks and orders carry. Understands global ids, also
 * in the base64 of older clients, and numeric ids; undefined for anything else, and for the id of another type.
 *
 * @see https://shopify.dev/docs/api/usage/gids
 */
export function numericId(id: unknown, type: string): string | undefined {
  if (Number.isSafeInteger(id)) return numericId(String(id), type);
  if (typeof id !== 'string') return undefined;
  if (DIGITS.test(id)) return id;
  const prefix = `gid://shopify/${type}/`;
  const gid = id.startsWith('gid:') ? id : decoded(id);
  const rest = gid.startsWith(prefix)
    ? gid.slice(prefix.length).split('?')[0]
    : undefined;
  return rest && DIGITS.test(rest) ? rest : undefined;
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}
