import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs on the PATH. */
export function findProgram(
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
}

/**
 * Installs Debian packages, where that takes no more than being root.
 *
 * @throws with the command to run, where they have to be installed by hand
 */
export function installPackages(
  packages: readonly string[],
  purpose: string,
): void {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    throw new Error(
      `${purpose} needs ${packages.join(' and ')}. On Debian, install it with\n\n  sudo ${command}\n`,
    );
  process.stderr.write(
    `Installing ${packages.join(' and ')} with apt-get: ${purpose} needs it.\n`,
  );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
  const [program = '', ...args] = command.split(' ');
  execFileSync(program, args, { stdio: ['ignore', 2, 2], env });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
