import { readStoreConfig } from '../store-settings.ts';
import { migratePostgres } from '../store/postgres-migrate.ts';
import { fail } from './reading.ts';

/** Creates the tables in PostgreSQL or brings them up to date. Sets exit code 1 if it cannot. */
export async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readStoreConfig(env);
  if (config.type === 'unusable') {
    fail(config.error);
    return;
  }
  if (config.type === 'sqlite') {
    console.log(
      `There is nothing to do: DATABASE_URL is not set, and "storefront-events serve" brings ${config.file} up to date when it starts.`,
    );
    return;
  }
  try {
    const { from, to } = await migratePostgres(config.url);
    console.log(
      from === to
        ? `The tables are up to date: version ${String(to)}.`
        : `The tables are at version ${String(to)} now; they were at ${String(from)}.`,
    );
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}
