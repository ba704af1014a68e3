import { ledgerContract } from '../testing/ledger-contract.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { storeContract } from '../testing/store-contract.ts';
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

describe('the ledger in PostgreSQL', () => {
  ledgerContract(open);
});
