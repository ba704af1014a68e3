import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { takeBackWithoutBody } from '../testing/take-back.ts';
import { Clock } from '../testing/clock.ts';
import { makeMessage } from '../testing/message.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { MIGRATIONS } from './schema.sql.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteReceipts } from './sqlite-receipts.ts';
import { SqliteStore } from './sqlite.ts';
import { StoreInUseError } from './sqlite-file.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';
import { erasureContract } from '../testing/erasure-contract.ts';
import { ledgerContract } from '../testing/ledger-contract.ts';
import { operationsContract } from '../testing/operations-contract.ts';
import { SqliteOperations } from './sqlite-operations.ts';
import { storeContract } from '../testing/store-contract.ts';
import { startWithClock, STORE_THREAD } from '../testing/store-thread.ts';

let folder: string;
const file = () => join(folder, 'store.db');

/** The bytes of the files, also of what SQLite has deleted. */
const onDisk = () =>
  Promise.resolve(
    [file(), `${file()}-wal`]
      .map((name) => readFileSync(name, 'latin1'))
      .join(''),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the embedded store', () => {
  storeContract((now) => Promise.resolve(SqliteStore.open(file(), now)));
});

describe('the embedded store in a thread of its own', () => {
  describe('what it keeps', () => {
    storeContract((now) => startWithClock(file(), now));
  });

  describe('its ledger', () => {
    ledgerContract((now) => startWithClock(file(), now));
  });

  describe('erasing from it', () => {
    erasureContract(async (now) => ({
      store: await startWithClock(file(), now),
      onDisk,
    }));
  });

  it('cannot be opened while another has it', async () => {
    const store = await SqliteStore.start(file(), STORE_THREAD);
    await expect(SqliteStore.start(file(), STORE_THREAD)).rejects.toThrow(
      StoreInUseError,
    );
    await store.close();
    await (await SqliteStore.start(file(), STORE_THREAD)).close();
  });

  it('cannot be opened where there is no folder', async () => {
    await expect(
      SqliteStore.start(join(folder, 'none', 'store.db'), STORE_THREAD),
    ).rejects.toThrow('unable to open database file');
  });
});

describe('the ledger of the embedded store', () => {
  ledgerContract((now) => Promise.resolve(SqliteStore.open(file(), now)));
});

describe('the operations on the embedded store', () => {
  operationsContract((now) => {
    const store = SqliteStore.open(file(), now);
    return Promise.resolve({
      store,
      operations: new SqliteOperations(file(), now),
    });
  });
});

describe('erasing from the embedded store', () => {
  erasureContract((now) => {
    const store = SqliteStore.open(file(), now);
    return Promise.resolve({ store, onDisk });
  });
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

  it('frees messages to be sent before those that were mapped later', async () => {
    const clock = new Clock();
    const first = SqliteStore.open(file(), clock.now);
    for (const id of ['1', '2']) {
      await first.add(makeWebhook({ webhookId: id }));
      const [leased] = await first.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      await first.settleWebhooks([
        { leased, outcome: { status: 'mapped', messages: [makeMessage(id)] } },
      ]);
      clock.advance(1000);
    }
    await first.leaseMessages(1);
    await first.close();
    const second = SqliteStore.open(file(), clock.now);
    expect(await second.leaseMessages(1)).toMatchObject([
      { messageId: 'shopify-1' },
    ]);
    await second.close();
  });

  it('keeps what comes in while it looks into stored bodies for somebody', async () => {
    const store = SqliteStore.open(file(), Date.now);
    for (let id = 0; id < 8; id += 1)
      await store.add(
        makeWebhook({
          webhookId: String(id),
          body: Buffer.alloc(5 * 1024 * 1024, ' '),
        }),
      );
    for (const leased of await store.leaseWebhooks(8))
      await store.settleWebhooks([
        { leased, outcome: { status: 'ignored', reason: 'unread' } },
      ]);
    await store.add(makeWebhook({ webhookId: 'erase' }));
    const [leased] = await store.leaseWebhooks(1);
    if (!leased) throw new Error('not leased');
    const ended: string[] = [];
    const erase = {
      scope: 'customer',
      customer: 'ada',
      orders: [],
      names: ['ada@example.com'],
    } as const;
    await Promise.all([
      store
        .settleWebhooks([
          { leased, outcome: { status: 'erased', reason: 'asked', erase } },
        ])
        .then(() => ended.push('erased')),
      store
        .add(makeWebhook({ webhookId: 'meanwhile' }))
        .then(() => ended.push('kept')),
    ]);
    expect(ended).toEqual(['kept', 'erased']);
    await store.close();
  });

  it('holds no more of what was erased when it is opened again, though somebody was reading then', async () => {
    const store = SqliteStore.open(file(), Date.now);
    await store.add(makeWebhook({ body: Buffer.from('"ada@example.com"') }));
    const reader = new DatabaseSync(file(), { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM webhook_bodies;');
    reader.prepare('SELECT * FROM webhook_bodies').all();
    const other = new DatabaseSync(file());
    other.exec('PRAGMA secure_delete = ON; UPDATE webhooks SET body_bytes = 0');
    const onDisk = () =>
      [file(), `${file()}-wal`]
        .map((name) => readFileSync(name, 'latin1'))
        .join('');
    expect(onDisk()).toContain('ada@example.com');
    // It dies: nothing is closed.
    const copy = join(folder, 'copy.db');
    for (const end of ['', '-wal']) cpSync(`${file()}${end}`, `${copy}${end}`);
    const again = SqliteStore.open(copy, Date.now);
    expect(
      ['', '-wal']
        .map((end) => readFileSync(`${copy}${end}`, 'latin1'))
        .join(''),
    ).not.toContain('ada@example.com');
    await again.close();
    reader.close();
    other.close();
    await store.close();
  });

  it('does not have a webhook wait again that has no body any more', async () => {
    const store = SqliteStore.open(file(), Date.now);
    const other = new DatabaseSync(file());
    await takeBackWithoutBody(store, () => {
      other.exec(`UPDATE webhooks SET body_bytes = 0`);
      return Promise.resolve();
    });
    other.close();
    await store.close();
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

  it('keeps what an earlier version wrote', async () => {
    const [first = ''] = MIGRATIONS;
    const db = new DatabaseSync(file());
    db.exec(`${first} PRAGMA user_version = 1;
      INSERT INTO messages (message_id, webhook_key, event, body, due_at) VALUES ('m', 'k', 'e', '{}', 0)`);
    db.close();
    const store = SqliteStore.open(file(), Date.now);
    expect(await store.leaseMessages(1)).toMatchObject([
      { messageId: 'm', basis: undefined },
    ]);
    await store.ledger.record(makeEntry());
    await store.close();
  });
});

describe('the receipts in the file', () => {
  const list = (since = 0, until = Infinity) => {
    const receipts = SqliteReceipts.open(file());
    const all = [
      ...receipts.between(since, Math.min(until, Number.MAX_SAFE_INTEGER)),
    ];
    receipts.close();
    return all;
  };

  it('come back as they were, the first of each id, oldest first', async () => {
    const store = SqliteStore.open(file(), Date.now);
    const entries = [
      makeEntry({ receiptId: 'receipt-2', platform: 'klaro', gpc: true }, 2000),
      makeEntry({ model: 'opt-in' }, 1000),
      makeEntry({ receiptId: 'receipt-3', categoryPreferences: REFUSAL }, 3000),
    ];
    const replay = makeEntry({ policyVersion: 'forged' }, 4000);
    for (const entry of [...entries, replay]) await store.ledger.record(entry);
    const [second, first, third] = entries.map(({ receipt }) => receipt);
    expect(list()).toEqual([first, second, third]);
    expect(list(1001, 3000)).toEqual([second]);
    await store.close();
  });

  it('cannot be changed', async () => {
    const store = SqliteStore.open(file(), Date.now);
    await store.ledger.record(makeEntry());
    await store.close();
    const db = new DatabaseSync(file());
    expect(() => {
      db.exec(`UPDATE receipts SET categories = '{}'`);
    }).toThrow('append-only');
    db.close();
  });

  it('name nobody, nor does anything else, where nobody has granted', async () => {
    const store = SqliteStore.open(file(), Date.now);
    await store.ledger.record(makeEntry({ kind: 'handover' }));
    await store.ledger.record(
      makeEntry({ receiptId: 'receipt-2', categoryPreferences: REFUSAL }),
    );
    await store.close();
    const db = new DatabaseSync(file(), { readOnly: true });
    const rows = ['denials', 'handovers', 'receipts'].flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .filter((row) => row['receipt_id'] !== 'receipt-1'),
    );
    db.close();
    expect(rows.length).toBeGreaterThan(4);
    expect(JSON.stringify(rows)).not.toMatch(/visitor-1|c1-abc/);
  });
});
