import { writeFileSync } from 'node:fs';
import { heldOf } from '../store/sqlite-held.ts';
import { existingStoreFile } from './store-file.ts';

/** Prints what is held of a customer as JSON, or writes it to a file that only its owner can read. */
export function held(
  env: NodeJS.ProcessEnv,
  { customer, out }: { readonly customer: string; readonly out?: string },
): void {
  const file = existingStoreFile(env);
  if (file === undefined) return;
  const text = `${JSON.stringify(heldOf(file, customer), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text, { mode: 0o600, flag: 'wx' });
}
