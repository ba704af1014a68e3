import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** Where the server's programs are: in POSTGRES_BIN, else the newest that Debian has installed. */
export function postgresBin(env: NodeJS.ProcessEnv): string | undefined {
  const given = env['POSTGRES_BIN'];
  if (given) return given;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}
