import { writeFileSync } from 'node:fs';
import { reading } from './reading.ts';

/** Prints what is held of a customer as JSON, or writes it to a file that only its owner can read. */
export function held(
  env: NodeJS.ProcessEnv,
  { customer, out }: { readonly customer: string; readonly out?: string },
): Promise<void> {
  return reading(env, async (store) => {
    const text = `${JSON.stringify(await store.heldOf(customer), null, 2)}\n`;
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text, { mode: 0o600, flag: 'wx' });
  });
}
