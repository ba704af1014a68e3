import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeMessage } from '../testing/message.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteStore } from './sqlite.ts';
import { StoreInUseError } from './sqlite-file.ts';
import { storeContract } from '../testing/store-contract.ts';

let folder: string;
const file = () => join(folder, 'store.db');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the embedded store', () => {
  storeContract((now) => Promise.resolve(SqliteStore.open(file(), now)));
});

describe('the file of the embedded store', () => {
  it('belongs to one process, and says so to a second one', async () => {
    const store = SqliteStore.open(file(), Date.now);
    expect(() => SqliteStore.open(file(), Date.now)).toThrow(StoreInUseError);
    await store.close();
    await SqliteStore.open(file(), Date.now).close();
  });

  it('can be read beside the process that owns it', async () => {
    const store = SqliteStore.open(file(), Date.now);
    await store.add(makeWebhook());
    const reader = SqliteReader.open(file());
    expect((await reader.counts()).webhooks).toEqual({ received: 1 });
    reader.close();
    await store.close();
  });

  it('frees what a dead process had leased', async () => {
    const first = SqliteStore.open(file(), Date.now);
    await first.add(makeWebhook({ webhookId: 'mapped' }));
    const [leased] = await first.leaseWebhooks(1);
    if (!leased) throw new Error('not leased');
    await first.settleWebhooks([
      { leased, outcome: { status: 'mapped', messages: [makeMessage('1')] } },
    ]);
    await first.leaseMessages(1);
    await first.add(makeWebhook({ webhookId: 'received' }));
    await first.leaseWebhooks(1);
    await first.close();
    const second = SqliteStore.open(file(), Date.now);
    expect(await second.leaseWebhooks(1)).toMatchObject([{ starts: 2 }]);
    expect(await second.leaseMessages(1)).toMatchObject([
      { messageId: 'shopify-1' },
    ]);
    await second.close();
  });

  it('is safe against power loss', async () => {
    const store = SqliteStore.open(file(), Date.now);
    const db = new DatabaseSync(file(), { readOnly: true });
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({
      journal_mode: 'wal',
    });
    db.close();
    await store.close();
  });

  it('is refused when a newer version wrote it', () => {
    const db = new DatabaseSync(file());
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => SqliteStore.open(file(), Date.now)).toThrow(/newer version/);
  });

  it('answers "unavailable" when it cannot be written', async () => {
    const store = SqliteStore.open(file(), Date.now);
    const other = new DatabaseSync(file());
    other.exec('DROP TABLE webhooks');
    other.close();
    expect(await store.add(makeWebhook())).toEqual({
      status: 'unavailable',
      reason: expect.stringMatching(/ERR_SQLITE_ERROR 1/) as string,
    });
    // And it goes on once it can.
    const repaired = new DatabaseSync(file());
    repaired.exec('CREATE TABLE x (y)');
    repaired.close();
    expect((await store.add(makeWebhook())).status).toBe('unavailable');
    await store.close();
  });
});
