/** Before the journeys: starts what `npm start` starts, the way `npm start` does, and tells the tests where it is. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export default async function startEverything() {
  const root = join(import.meta.dirname, '..', '..');
  // Workers are started after this and inherit it.
  process.env.STORE_FILE = join(
    mkdtempSync(join(tmpdir(), 'journeys-')),
    'store.db',
  );
  const child = spawn(
    process.execPath,
    [join(root, 'scripts', 'start.ts'), '--json'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  globalThis.__EVERYTHING__ = child;
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`npm start ended with exit code ${String(code)}`));
    });
  });
  child.removeAllListeners('exit');
  process.env.STOREFRONT_ADDRESSES = line;
}
