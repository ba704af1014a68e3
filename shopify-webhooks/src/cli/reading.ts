import { readStoreConfig } from '../store-settings.ts';
import { openReader } from '../store/open-store.ts';
import type { StoreReader } from '../store/store-reader.ts';

/** Reads something of the store that the settings name. Prints an error, with exit code 1, if there is none. */
export async function reading(
  env: NodeJS.ProcessEnv,
  read: (store: StoreReader) => Promise<void>,
): Promise<void> {
  const config = readStoreConfig(env);
  if (config.type === 'unusable') {
    fail(config.error);
    return;
  }
  let store: StoreReader | undefined;
  try {
    store = await openReader(config);
    if (store) await read(store);
    else
      fail(
        `There is no store at ${config.type === 'sqlite' ? config.file : 'DATABASE_URL'}: set STORE_FILE or DATABASE_URL to the one the service uses.`,
      );
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  } finally {
    await store?.close();
  }
}

/** Prints what went wrong; the exit code will be 1. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
