/** A place in a text, as editors count: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where JSONata's error is. Its position is somewhere behind the token that it names. */
export function placeOf(
  text: string,
  position: number,
  token?: unknown,
): Place {
  const found =
    typeof token === 'string' && token !== ''
      ? text.lastIndexOf(token, position - 1)
      : -1;
  const start = found === -1 ? Math.max(0, position - 1) : found;
  const lines = text.slice(0, start).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
