import { existsSync } from 'node:fs';

/** The store's file; undefined, with an error printed and exit code 1, if there is none. */
export function existingStoreFile(env: NodeJS.ProcessEnv): string | undefined {
  const file = env['STORE_FILE'] ?? 'storefront-events.db';
  if (existsSync(file)) return file;
  console.error(
    `There is no store at ${file}: set STORE_FILE to the one the service uses.`,
  );
  process.exitCode = 1;
  return undefined;
}
