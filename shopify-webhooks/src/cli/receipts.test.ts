import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SqliteStore } from '../store/sqlite.ts';
import { makeEntry, RECEIVED_AT, REFUSAL } from '../testing/visitor.ts';
import { exportReceipts, type ExportOptions } from './receipts.ts';

let folder: string;
const file = () => join(folder, 'store.db');
const env = () => ({ STORE_FILE: file() });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'receipts-'));
  const store = SqliteStore.open(file(), Date.now);
  const entries = [
    makeEntry({ model: 'opt-in', platform: 'klaro' }),
    makeEntry(
      {
        receiptId: 'receipt-2',
        categoryPreferences: REFUSAL,
        gpc: true,
        policyVersion: '=1+1',
      },
      RECEIVED_AT + 1000,
    ),
  ];
  for (const entry of entries) await store.ledger.record(entry);
  await store.close();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  process.exitCode = 0;
});

const run = async (options: ExportOptions) => {
  const stdout = new PassThrough();
  const written = text(stdout);
  await exportReceipts(env(), options, stdout);
  stdout.end();
  return written;
};

/** What is printed as an error, with the exit code. */
const failure = async (options: ExportOptions, settings = env()) => {
  const print = jest.spyOn(console, 'error').mockReturnValue();
  await exportReceipts(settings, options, new PassThrough());
  const printed = print.mock.calls.join('\n');
  print.mockRestore();
  return { code: process.exitCode, printed };
};

describe('storefront-events receipts export', () => {
  it('writes a line of JSON for each', async () => {
    const lines = (await run({ format: 'jsonl' })).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        receiptId: 'receipt-1',
        receivedAt: '2026-11-21T10:00:05.000Z',
        decidedAt: '2026-11-21T10:00:00.000Z',
        categories: { analytics: true, marketing: true },
        model: 'opt-in',
        gpc: false,
        policyVersion: '1',
        platform: 'klaro',
        anonymousId: 'visitor-1',
      },
      {
        receiptId: 'receipt-2',
        receivedAt: '2026-11-21T10:00:06.000Z',
        decidedAt: '2026-11-21T10:00:00.000Z',
        categories: { analytics: false, marketing: false },
        gpc: true,
        policyVersion: '=1+1',
      },
    ]);
  });

  it('writes CSV that no spreadsheet takes for a formula', async () => {
    expect(await run({ format: 'csv' })).toBe(
      [
        'receiptId,receivedAt,decidedAt,categories,model,gpc,policyVersion,platform,anonymousId',
        'receipt-1,2026-11-21T10:00:05.000Z,2026-11-21T10:00:00.000Z,"{""analytics"":true,""marketing"":true}",opt-in,false,1,klaro,visitor-1',
        `receipt-2,2026-11-21T10:00:06.000Z,2026-11-21T10:00:00.000Z,"{""analytics"":false,""marketing"":false}",,true,'=1+1,,`,
        '',
      ].join('\n'),
    );
  });

  it.each([
    [{ since: RECEIVED_AT + 1 }, ['receipt-2']],
    [{ until: RECEIVED_AT + 1000 }, ['receipt-1']],
    [{ since: RECEIVED_AT + 1001 }, []],
  ])('writes those received in a time: %j', async (range, ids) => {
    const written = await run({ format: 'jsonl', ...range });
    expect(written.match(/receipt-\d/g) ?? []).toEqual(ids);
  });

  it('writes a file that only its owner can read, beside a running service', async () => {
    const store = SqliteStore.open(file(), Date.now);
    const out = join(folder, 'receipts.csv');
    expect(await run({ format: 'csv', out })).toBe('');
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(4);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('takes a file that was there from everybody else', async () => {
    const out = join(folder, 'receipts.csv');
    writeFileSync(out, 'old', { mode: 0o644 });
    await run({ format: 'csv', out });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readFileSync(out, 'utf8')).not.toContain('old');
  });

  it('ends quietly when its reader has enough', async () => {
    const closed = new Writable({
      write: (_, __, done) => {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    await exportReceipts(env(), { format: 'jsonl' }, closed);
    expect(process.exitCode).toBe(0);
  });

  it('says that there is no store', async () => {
    const settings = { STORE_FILE: join(folder, 'none.db') };
    expect(await failure({ format: 'jsonl' }, settings)).toEqual({
      code: 1,
      printed: expect.stringContaining('There is no store') as string,
    });
  });

  it('says that the store is of a version without receipts', async () => {
    const old = join(folder, 'old.db');
    new DatabaseSync(old).exec('CREATE TABLE webhooks (x)');
    expect(await failure({ format: 'csv' }, { STORE_FILE: old })).toEqual({
      code: 1,
      printed: expect.stringContaining('has no receipts') as string,
    });
  });

  it.each(['jsonl', 'csv'] as const)(
    'says that the file cannot be written: %s',
    async (format) => {
      const out = join(folder, 'nowhere', 'receipts');
      expect(await failure({ format, out })).toEqual({
        code: 1,
        printed: 'The receipts cannot be written: ENOENT.',
      });
    },
  );

  it('says that the store is none', async () => {
    const other = join(folder, 'other.db');
    writeFileSync(other, 'x'.repeat(1000));
    expect((await failure({ format: 'csv' }, { STORE_FILE: other })).code).toBe(
      1,
    );
  });
});
