/** After the journeys: stops what was started, by its own pid, and waits until it is gone. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';

export default async function stopEverything() {
  const child = globalThis.__EVERYTHING__;
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
  rmSync(dirname(process.env.STORE_FILE), { recursive: true, force: true });
}
