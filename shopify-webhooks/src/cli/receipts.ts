import { open } from 'node:fs/promises';
import { Readable, type Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Receipt } from '../ledger.ts';
import { fail, reading } from './reading.ts';

export type ReceiptFormat = 'jsonl' | 'csv';

export interface ExportOptions {
  readonly format: ReceiptFormat;
  /** When they were received, in milliseconds since 1970: from `since` to before `until`. */
  readonly since?: number;
  readonly until?: number;
  /** A file; absent: standard output. */
  readonly out?: string;
}

const COLUMNS = [
  'receiptId',
  'receivedAt',
  'decidedAt',
  'categories',
  'model',
  'gpc',
  'policyVersion',
  'platform',
  'anonymousId',
] as const satisfies readonly (keyof Row)[];

/** Writes the receipts, oldest first, one at a time however many there are. Sets exit code 1 if it cannot. */
export function exportReceipts(
  env: NodeJS.ProcessEnv,
  { format, since = 0, until = Number.MAX_SAFE_INTEGER, out }: ExportOptions,
  stdout: Writable,
): Promise<void> {
  return reading(env, async (store) => {
    try {
      const target = out === undefined ? stdout : await privateFile(out);
      await pipeline(
        Readable.from(rowsOf(store.receipts(since, until))),
        format === 'csv' ? csvLines() : jsonLines,
        target,
        { end: target !== stdout },
      );
    } catch (error) {
      const { code, message } = error as Error & { readonly code?: string };
      // Whoever read it, such as `head`, has enough.
      if (code === 'EPIPE' && out === undefined) return;
      fail(`The receipts cannot be written: ${code ?? message}.`);
    }
  });
}

/** A file that only its owner can read, also where it was there already. */
async function privateFile(path: string): Promise<Writable> {
  const file = await open(path, 'w', PRIVATE);
  await file.chmod(PRIVATE);
  return file.createWriteStream();
}

const PRIVATE = 0o600;

/** A receipt as it is written: all times as ISO 8601. */
type Row = Omit<Receipt, 'receivedAt'> & { readonly receivedAt: string };

async function* rowsOf(receipts: AsyncIterable<Receipt>): AsyncGenerator<Row> {
  for await (const receipt of receipts)
    yield {
      ...receipt,
      receivedAt: new Date(receipt.receivedAt).toISOString(),
    };
}

async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** A stream that makes lines of the receipts written to it. */
function csvLines(): Transform {
  return stringify({
    header: true,
    columns: [...COLUMNS],
    cast: { boolean: String, object: (value) => JSON.stringify(value) },
    // A spreadsheet would run what anybody may have sent.
    escape_formulas: true,
  });
}
