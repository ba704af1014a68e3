import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium on this machine: the one in CHROMIUM_PATH, else the first on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const given = env['CHROMIUM_PATH'];
  if (given !== undefined) return given;
  const folders = (env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * Finds Chromium, or installs Debian's where that takes no more than being root.
 *
 * @throws with the command to run, where it has to be installed by hand
 */
export function ensureChromium(env: NodeJS.ProcessEnv): string {
  const found = findChromium(env);
  if (found !== undefined) return found;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    throw new Error(
      'The browser tests need Chromium. Install it with\n\n  sudo apt-get install chromium\n\n' +
        'or say where it is: CHROMIUM_PATH=/path/to/chromium npm test',
    );
  process.stderr.write('Installing Chromium with apt-get, for the browser tests.\n');
  const options = { stdio: ['ignore', 2, 2] as ('ignore' | number)[], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  const installed = findChromium(env);
  if (installed === undefined) throw new Error('apt-get installed Chromium, but it is not on the PATH.');
  return installed;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
