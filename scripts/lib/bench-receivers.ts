import { join } from 'node:path';

/** Who is measured, and how their process is started. The limit comes first: the others are told beside it. */
export interface Receiver {
  readonly name: string;
  readonly program: string;
  readonly args: (
    folder: string,
    segmentPort: number,
  ) => Promise<readonly string[]>;
  /** True if every 200 is a row that can be counted. */
  readonly keeps: boolean;
}

const ours = (
  name: string,
  setting: (folder: string) => Promise<string>,
): Receiver => ({
  name,
  program: 'ours',
  args: async (folder, segmentPort) => [
    'receive',
    String(segmentPort),
    await setting(folder),
  ],
  keeps: true,
});

const other = (name: string, program: string): Receiver => ({
  name,
  program,
  args: () => Promise.resolve([]),
  keeps: false,
});

/** This service on each of its stores. */
export function storesWith(createDatabase: () => Promise<string>) {
  return [
    ours('(b) this service, SQLite', (folder) =>
      Promise.resolve(`STORE_FILE=${join(folder, 'store.db')}`),
    ),
    ours(
      '(c) this service, PostgreSQL',
      async () => `DATABASE_URL=${await createDatabase()}`,
    ),
  ];
}

/** The limit, this service, and what Shopify's documentation shows. */
export function receiversWith(stores: readonly Receiver[]): Receiver[] {
  return [
    other('(a) node:http + HMAC, keeps nothing', 'bare'),
    ...stores,
    other('(d) express + @shopify/shopify-api, keeps nothing', 'express'),
  ];
}
