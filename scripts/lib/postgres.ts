import { postgresBin } from '../../shopify-webhooks/src/testing/postgres-bin.ts';
import { installPackages } from './debian.ts';

/**
 * The folder of PostgreSQL's programs: the one in POSTGRES_BIN, else Debian's, installed now. Tests start servers of their
 * own with them; the one that Debian may start is left alone.
 */
export function ensurePostgres(env: NodeJS.ProcessEnv): string {
  const found = postgresBin(env);
  if (found !== undefined) return found;
  installPackages(['postgresql'], 'A test');
  const installed = postgresBin(env);
  if (installed === undefined)
    throw new Error(
      'PostgreSQL was installed, but not in /usr/lib/postgresql: set POSTGRES_BIN to the folder of initdb.',
    );
  return installed;
}
