import { join } from 'node:path';

/** Who is measured, and how their process is started. The limit comes first: the others are told beside it. */
export interface Receiver {
  readonly name: string;
  readonly program: string;
  readonly args: (folder: string, segmentPort: number) => readonly string[];
  /** True if every 200 is a row that can be counted. */
  readonly keeps: boolean;
}

const ours = (name: string, setting: (folder: string) => string): Receiver => ({
  name,
  program: 'ours',
  args: (folder, segmentPort) => [
    'receive',
    String(segmentPort),
    setting(folder),
  ],
  keeps: true,
});

const { DATABASE_URL } = process.env;
/** This service on each of its stores: on PostgreSQL if DATABASE_URL names an empty database. */
export const STORES = [
  ours(
    '(b) this service, SQLite',
    (folder) => `STORE_FILE=${join(folder, 'store.db')}`,
  ),
  ...(DATABASE_URL
    ? [
        ours(
          '(c) this service, PostgreSQL',
          () => `DATABASE_URL=${DATABASE_URL}`,
        ),
      ]
    : []),
];
/** The limit, this service, and what Shopify's documentation shows. */
export const RECEIVERS: readonly Receiver[] = [
  {
    name: '(a) node:http + HMAC, keeps nothing',
    program: 'bare',
    args: () => [],
    keeps: false,
  },
  ...STORES,
  {
    name: '(d) express + @shopify/shopify-api, keeps nothing',
    program: 'express',
    args: () => [],
    keeps: false,
  },
];
