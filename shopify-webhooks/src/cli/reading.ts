import { readStoreConfig, type StoreConfig } from '../store-settings.ts';
import { openOperations, openReader } from '../store/open-store.ts';
import type { Operations } from '../store/operations.ts';
import type { StoreReader } from '../store/store-reader.ts';

/** Reads something of the store that the settings name. Prints an error, with exit code 1, if there is none. */
export function reading(
  env: NodeJS.ProcessEnv,
  read: (store: StoreReader) => Promise<void>,
): Promise<void> {
  return using(env, openReader, read);
}

/** The same for what changes something, beside the processes that work on the store. */
export function operating(
  env: NodeJS.ProcessEnv,
  work: (operations: Operations) => Promise<void>,
): Promise<void> {
  return using(env, (config) => openOperations(config, Date.now), work);
}

async function using<Opened extends { readonly close: () => Promise<void> }>(
  env: NodeJS.ProcessEnv,
  open: (config: StoreConfig) => Promise<Opened | undefined>,
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const config = readStoreConfig(env);
  if (config.type === 'unusable') {
    fail(config.error);
    return;
  }
  let opened: Opened | undefined;
  try {
    opened = await open(config);
    if (opened) await work(opened);
    else
      fail(
        `There is no store at ${config.type === 'sqlite' ? config.file : 'DATABASE_URL'}: set STORE_FILE or DATABASE_URL to the one the service uses.`,
      );
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  } finally {
    await opened?.close();
  }
}

/** Prints what went wrong; the exit code will be 1. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
