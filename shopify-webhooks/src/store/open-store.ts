import { existsSync } from 'node:fs';
import type { StoreConfig } from '../store-settings.ts';
import { openPostgresReader } from './postgres-records.ts';
import { PostgresStore } from './postgres.ts';
import { openSqliteReader } from './sqlite-records.ts';
import { SqliteStore } from './sqlite.ts';
import type { StoreReader } from './store-reader.ts';
import type { Store } from './store.ts';

/**
 * Opens the store for a process that receives or delivers.
 *
 * @param maxConnections how many it may open to a database; it has one more where a worker runs
 * @throws StoreInUseError, UnusableDatabaseError
 */
export async function openStore(
  config: StoreConfig,
  now: () => number,
  maxConnections = 6,
): Promise<Store> {
  return config.type === 'sqlite'
    ? SqliteStore.open(config.file, now)
    : PostgresStore.open(config.url, { maxConnections });
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
