import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SqliteCheckpoints } from './sqlite-checkpoints.ts';
import { emptyLog, openDatabase } from './sqlite-file.ts';
import { SqliteLog } from './sqlite-log.ts';

/** The source of the thread: Node runs it as it is. */
const PROGRAM = pathToFileURL(join(__dirname, 'sqlite-checkpoints-main.ts'));

const MEBIBYTE = 1024 * 1024;

let folder: string;
let db: DatabaseSync;
let log: SqliteLog;
let checkpoints: SqliteCheckpoints;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  const file = join(folder, 'store.db');
  db = openDatabase(file);
  checkpoints = new SqliteCheckpoints(db, file, PROGRAM);
  log = new SqliteLog(file);
});

afterEach(() => {
  log.close();
  checkpoints.close();
  db.close();
  rmSync(folder, { recursive: true });
});

/** So many MiB, of 256 pages each. */
function write(megabytes: number): void {
  const insert = db.prepare('INSERT INTO webhook_bodies (body) VALUES (?)');
  for (let count = 0; count < megabytes; count += 1)
    insert.run(new Uint8Array(MEBIBYTE).fill(count));
}

it('little in the log is left there', () => {
  write(4);
  const { pages } = log;
  expect(pages).toBeGreaterThan(4 * 256);
  checkpoints.proceed();
  checkpoints.wait();
  expect(log.pages).toBe(pages);
});

it('much in the log is written into the file elsewhere, and then the log begins anew', () => {
  write(50);
  expect(log.pages).toBeGreaterThan(50 * 256);
  checkpoints.proceed();
  checkpoints.wait();
  expect(log.pages).toBe(0);
  // What has come since is little, and is written here.
  write(1);
  checkpoints.proceed();
  expect(log.pages).toBe(0);
  write(1);
  expect(log.all).toBeLessThan(2 * 256);
});

it('the log can be emptied when it was waited for', () => {
  write(50);
  checkpoints.proceed();
  checkpoints.wait();
  expect(emptyLog(db)).toBe(true);
});
