import { PostgresPool, type Queries } from './postgres-pool.ts';
import { POSTGRES_MIGRATIONS } from './postgres-schema.ts';

/** The database cannot serve as the store; the message says why, and what to do. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError';
}

/** The oldest that somebody may still run; nothing here needs it. */
const OLDEST_VERSION = 140_000;

/** Of the lock that lets one process at a time change tables: any number that nobody else uses. */
const LOCK = 7_305_912_884;

export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Creates the tables in PostgreSQL, or brings them up to date; all in one transaction, and one process at a time.
 *
 * @throws UnusableDatabaseError
 */
export async function migratePostgres(url: string): Promise<Migrated> {
  const pool = new PostgresPool(url, 1);
  try {
    await checkServer(pool);
    return await pool.transaction(async (queries) => {
      await queries.query(`SELECT pg_advisory_xact_lock($1)`, [LOCK]);
      const from = await versionOf(queries);
      if (from > POSTGRES_MIGRATIONS.length) throw newerVersion();
      if (from === 0) await createSchema(queries);
      for (const migration of POSTGRES_MIGRATIONS.slice(from))
        await queries.query(migration);
      const to = POSTGRES_MIGRATIONS.length;
      await queries.query(
        `UPDATE storefront_events.schema_version SET version = $1`,
        [to],
      );
      return { from, to };
    });
  } catch (error) {
    throw unreachable(error);
  } finally {
    await pool.close();
  }
}

/**
 * Makes sure that the tables are there and what is committed is durable.
 *
 * @throws UnusableDatabaseError
 */
export async function checkPostgres(pool: Queries): Promise<void> {
  try {
    await checkServer(pool);
    const version = await versionOf(pool);
    if (version > POSTGRES_MIGRATIONS.length) throw newerVersion();
    if (version < POSTGRES_MIGRATIONS.length)
      throw new UnusableDatabaseError(
        `The database has ${version === 0 ? 'no tables' : 'tables of an earlier version'} of storefront-events: run "storefront-events migrate".`,
      );
  } catch (error) {
    throw unreachable(error);
  }
}

async function checkServer(queries: Queries): Promise<void> {
  const [server] = await queries.query<{
    version: string;
    encoding: string;
    commit: string;
  }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
       current_setting('synchronous_commit') AS commit`,
  );
  if (Number(server?.version) < OLDEST_VERSION)
    throw new UnusableDatabaseError(
      'The database is older than PostgreSQL 14: update it.',
    );
  if (server?.encoding !== 'UTF8')
    throw new UnusableDatabaseError(
      `The database's encoding is ${String(server?.encoding)}: create one with ENCODING 'UTF8'.`,
    );
  if (server.commit === 'off')
    throw new UnusableDatabaseError(
      'The database answers before it has written (synchronous_commit = off), so orders could be lost: run "ALTER ROLE … SET synchronous_commit = on" for the role of DATABASE_URL.',
    );
}

async function versionOf(queries: Queries): Promise<number> {
  const [table] = await queries.query<{ exists: boolean }>(
    `SELECT to_regclass('storefront_events.schema_version') IS NOT NULL AS exists`,
  );
  if (!table?.exists) return 0;
  const [row] = await queries.query<{ version: number }>(
    `SELECT version FROM storefront_events.schema_version`,
  );
  return row?.version ?? 0;
}

async function createSchema(queries: Queries): Promise<void> {
  await queries.query(`CREATE SCHEMA IF NOT EXISTS storefront_events`);
  await queries.query(
    `CREATE TABLE storefront_events.schema_version (version integer NOT NULL)`,
  );
  await queries.query(
    `INSERT INTO storefront_events.schema_version VALUES (0)`,
  );
}

function newerVersion(): UnusableDatabaseError {
  return new UnusableDatabaseError(
    'The database was migrated by a newer version of storefront-events; update this one.',
  );
}

/** What the server or the network says names hosts and roles, and no password. */
function unreachable(error: unknown): UnusableDatabaseError {
  if (error instanceof UnusableDatabaseError) return error;
  const { message, code } = error as { message?: string; code?: string };
  const why = message?.trim() ? message : (code ?? 'no reason was given');
  return new UnusableDatabaseError(
    `The database of DATABASE_URL cannot be used: ${why}.`,
  );
}
