import { existsSync } from 'node:fs';
import type { StoreConfig } from '../store-settings.ts';
import type { Operations } from './operations.ts';
import {
  openPostgresOperations,
  openPostgresReader,
} from './postgres-records.ts';
import { PostgresStore } from './postgres.ts';
import { openSqliteReader } from './sqlite-records.ts';
import { SqliteOperations } from './sqlite-operations.ts';
import { SqliteStore } from './sqlite.ts';
import type { StoreReader } from './store-reader.ts';
import type { Store } from './store.ts';

/**
 * Opens the store for a process that receives or delivers.
 *
 * @param storeThread the file of the thread in which an embedded store works
 * @throws StoreInUseError, UnusableDatabaseError
 */
export async function openStore(
  config: StoreConfig,
  storeThread: string,
): Promise<Store> {
  return config.type === 'sqlite'
    ? SqliteStore.start(config.file, storeThread)
    : PostgresStore.open(config.url);
}

/**
 * Opens the store for a command that looks into it; undefined if there is none.
 *
 * @throws UnusableDatabaseError
 */
export async function openReader(
  config: StoreConfig,
): Promise<StoreReader | undefined> {
  if (config.type === 'postgres') return openPostgresReader(config.url);
  return existsSync(config.file) ? openSqliteReader(config.file) : undefined;
}

/**
 * Opens the store for a command that changes something; undefined if there is none.
 *
 * @throws UnusableDatabaseError
 */
export async function openOperations(
  config: StoreConfig,
  now: () => number,
): Promise<Operations | undefined> {
  if (config.type === 'postgres') return openPostgresOperations(config.url);
  return existsSync(config.file)
    ? new SqliteOperations(config.file, now)
    : undefined;
}
