import { erasureContract } from '../testing/erasure-contract.ts';
import { ledgerContract } from '../testing/ledger-contract.ts';
import { operationsContract } from '../testing/operations-contract.ts';
import { takeBackWithoutBody } from '../testing/take-back.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { storeContract } from '../testing/store-contract.ts';
import { PostgresClock } from './postgres-clock.ts';
import { openPostgresOperations } from './postgres-records.ts';
import { PostgresStore } from './postgres.ts';

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  url = await server.createDatabase();
});

afterAll(() => server.stop());

const open = async (now: () => number) => {
  await server.empty(url);
  return PostgresStore.open(url, { now });
};

describe('PostgreSQL', () => {
  storeContract(open);
});

it('does not have a webhook wait again that has no body any more', async () => {
  const store = await open(Date.now);
  await takeBackWithoutBody(store, () =>
    server.execute(`UPDATE storefront_events.webhooks SET body = ''`, url),
  );
  await store.close();
});

describe('the ledger in PostgreSQL', () => {
  ledgerContract(open);
});

describe('the operations on PostgreSQL', () => {
  operationsContract(async (now) => ({
    store: await open(now),
    operations: await openPostgresOperations(url, new PostgresClock(now)),
  }));
});

describe('erasing from PostgreSQL', () => {
  erasureContract(async (now) => ({
    store: await open(now),
    onDisk: async () => {
      const tables = [
        'messages',
        'denials',
        'handovers',
        'known',
        'merged',
        'erased',
        'receipts',
      ];
      const rows = await server.execute(
        `SELECT encode(body, 'escape') || to_jsonb(webhooks)::text AS row FROM storefront_events.webhooks
         ${tables.map((table) => `UNION ALL SELECT to_jsonb(${table})::text FROM storefront_events.${table}`).join(' ')}`,
        url,
      );
      return JSON.stringify(rows);
    },
  }));
});
