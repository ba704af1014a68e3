import { distance } from 'fastest-levenshtein';

/** The one somebody who wrote this will have meant; undefined where none is near. */
export function nearest(
  written: string,
  known: readonly string[],
): string | undefined {
  return known
    .map((name) => ({ name, apart: apart(written, name) }))
    .filter((candidate) => candidate.apart <= limit(written))
    .sort((a, b) => a.apart - b.apart)[0]?.name;
}

/** A third of it may be wrong, and two letters of a short one. */
const limit = (written: string) => Math.max(2, Math.floor(written.length / 3));

function apart(written: string, name: string): number {
  const [a, b] = [written.toLowerCase(), name.toLowerCase()];
  // `prod` is short for `production`.
  return a.length > 2 && b.startsWith(a) ? 1 : distance(a, b);
}
