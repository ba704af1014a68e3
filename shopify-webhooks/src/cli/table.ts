import Table from 'cli-table3';

/** A table for a terminal: borders of one line, no colours, so that it can be piped. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [] },
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

/** To the second, in UTC: `2026-11-21 10:00:05`. */
export function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** Such as `3 s`, `2.5 min` or `1.2 d`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${String(Math.round((seconds / size) * 10) / 10)} ${unit}`;
}

/** The beginning of an id that a person can copy; of a message's, with the part that all have. */
export function shortId(id: string): string {
  return id.slice(0, id.startsWith('shopify-') ? 20 : 12);
}

/** Words broken into lines of at most this length, so that a table fits a terminal. */
export function wrapped(text: string, width = 44): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
