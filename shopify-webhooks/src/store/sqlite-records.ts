import { heldOf } from './sqlite-held.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteReceipts } from './sqlite-receipts.ts';
import type { StoreReader } from './store-reader.ts';

/** Reads the embedded store, also beside the service that owns it. */
export function openSqliteReader(file: string): StoreReader {
  const reader = SqliteReader.open(file);
  return {
    counts: () => reader.counts(),
    recent: (limit) => reader.recent(limit),
    // eslint-disable-next-line @typescript-eslint/require-await -- the rows are there at once; others wait for a server
    async *receipts(since, until) {
      const receipts = SqliteReceipts.open(file);
      try {
        if (!receipts.exist)
          throw new Error(
            `${file} has no receipts: the service has not run in this version`,
          );
        yield* receipts.between(since, until);
      } finally {
        receipts.close();
      }
    },
    heldOf: (customerId) => Promise.resolve(heldOf(file, customerId)),
    close: () => {
      reader.close();
      return Promise.resolve();
    },
  };
}
