import Table from 'cli-table3';

/** One row of a benchmark: what was measured, by the names of the columns. */
export type Row = Readonly<Record<string, string | number>>;

/** Prints a benchmark as a table, and with `--json` its data as one line of JSON at the end. */
export function report(
  title: string,
  rows: readonly Row[],
  data: unknown,
): void {
  const columns = Object.keys(rows[0] ?? {});
  const table = new Table({ head: columns, style: { head: [], border: [] } });
  for (const row of rows)
    table.push(columns.map((column) => row[column] ?? ''));
  process.stdout.write(`${title}\n${table.toString()}\n`);
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify(data)}\n`);
}
