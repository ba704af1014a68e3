import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './schema.sql.ts';

/** Another process has the store open. Two would lease each other's work. */
export class StoreInUseError extends Error {
  constructor(file: string) {
    super(
      `The store ${file} is in use by another process: stop it, or give this one another STORE_FILE.`,
    );
    this.name = 'StoreInUseError';
  }
}

/**
 * Holds the store for this process until the returned database is closed or the process dies, however it dies: the
 * operating system frees the lock. It is a file of its own, so that a command can read the store meanwhile.
 */
export function lockFile(file: string): DatabaseSync | undefined {
  if (file === ':memory:') return undefined;
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;');
    return lock;
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new StoreInUseError(file) : error;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return (error as { errcode?: unknown }).errcode === SQLITE_BUSY;
}

/** How much of the disk the log of writes keeps once it was larger, in bytes. */
const LOG_LIMIT = 64 * 1024 * 1024;

/** After how many pages the log is written into the file, where no thread does it: see `SqliteCheckpoints`. */
const LOG_PAGES = 4000;

/** How much of the file is kept in memory, in KiB: the indexes of a long backlog do not fit into SQLite's own 2 MB. */
const CACHE_KIB = 16 * 1024;

/** Opens the file, sets what makes it durable, and brings its tables up to date. */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  // What is deleted is overwritten: it may be somebody who asked for it.
  db.exec(
    `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
     PRAGMA secure_delete = ON; PRAGMA journal_size_limit = ${String(LOG_LIMIT)};
     PRAGMA wal_autocheckpoint = ${String(LOG_PAGES)}; PRAGMA cache_size = -${String(CACHE_KIB)};`,
  );
  const version = pragma(db, 'user_version');
  if (version > MIGRATIONS.length)
    throw new Error(
      `The store ${file} was written by a newer version of storefront-events; update this one.`,
    );
  if (pragma(db, 'synchronous') !== 2)
    throw new Error(`The store ${file} cannot be made durable on this system.`);
  MIGRATIONS.slice(version).forEach((migration, index) => {
    const next = String(version + index + 1);
    db.exec(
      `BEGIN IMMEDIATE; ${migration} PRAGMA user_version = ${next}; COMMIT;`,
    );
  });
  return db;
}

/**
 * Empties the write-ahead log, which still has what was deleted. Gives false if somebody who is reading prevents it;
 * nobody is waited for.
 */
export function emptyLog(db: DatabaseSync): boolean {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    const result = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    return result?.['busy'] === 0;
  } finally {
    db.exec('PRAGMA busy_timeout = 5000');
  }
}

function pragma(
  db: DatabaseSync,
  name: 'user_version' | 'synchronous',
): number {
  const row = db.prepare(`PRAGMA ${name}`).get();
  return Number(row?.[name]);
}

/** The database's own code for what went wrong: its message may hold values. */
export function codeOf(error: unknown): string {
  const { code, errcode } = (error ?? {}) as {
    readonly code?: string;
    readonly errcode?: number;
  };
  return `${code ?? 'unknown'} ${String(errcode ?? '')}`.trim();
}

/** Does some work in one transaction; if it throws, nothing of it was written. */
export function inTransaction<Result>(
  db: DatabaseSync,
  work: () => Result,
): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/**
 * Does some work whose writes may be lost with the power, though not with the process: what is done next and must not
 * be lost takes them along to the disk. Without it each step of the worker would wait for the disk.
 */
export function unhurried<Result>(
  db: DatabaseSync,
  work: () => Result,
): Result {
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // The database has rolled back by itself, as it does when the disk is full.
  }
}
