import pg from 'pg';

const { TEXT, BYTEA } = pg.types.builtins;

/**
 * A parameter as the client is to send it. Texts lose their U+0000, which no text column takes: it becomes U+FFFD. Lists
 * of texts and of bytes go as PostgreSQL's own binary arrays: as a text, each body would be escaped here and read letter
 * by letter there.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (!Array.isArray(value)) return value;
  const list = value as readonly unknown[];
  if (list.length > 0 && list.every((item) => item instanceof Uint8Array))
    return binaryArray(BYTEA, list);
  // Of nothing but NULL the type is not known.
  return list.some((item) => typeof item === 'string') && list.every(isText)
    ? binaryArray(
        TEXT,
        list.map((item) => (item === null ? null : storableText(item))),
      )
    : list;
}

function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function isText(item: unknown): item is string | null {
  return item === null || typeof item === 'string';
}

/** In 32-bit words: of an array with one dimension its type and length, and of each item its length. */
const WORD = 4;
const HEADER_WORDS = 5;
const LENGTH_OF_NULL = -1;

/**
 * An array with one dimension as `array_recv` reads it.
 *
 * @see https://github.com/postgres/postgres/blob/REL_14_STABLE/src/backend/utils/adt/arrayfuncs.c
 */
function binaryArray(
  type: number,
  items: readonly (string | Uint8Array | null)[],
): Buffer {
  const lengths = items.map((item) =>
    item === null ? 0 : Buffer.byteLength(item),
  );
  const words = HEADER_WORDS + items.length;
  const array = Buffer.allocUnsafe(
    lengths.reduce((sum, length) => sum + length, words * WORD),
  );
  const header = [1, items.includes(null) ? 1 : 0, type, items.length, 1];
  let at = 0;
  for (const word of header) at = array.writeInt32BE(word, at);
  items.forEach((item, index) => {
    const length = lengths[index] ?? 0;
    at = array.writeInt32BE(item === null ? LENGTH_OF_NULL : length, at);
    if (typeof item === 'string') array.write(item, at);
    else if (item !== null) array.set(item, at);
    at += length;
  });
  return array;
}
