/** `npm test`: everything the tests need, then jest. Arguments go to jest: `npm test -- tracking-plan`. */
import './lib/plain-errors.ts';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.ts';
import { findProgram, installPackages } from './lib/debian.ts';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';
import { ensurePostgres } from './lib/postgres.ts';

const chromium = ensureChromium(process.env);
const postgres = ensurePostgres(process.env);
// A test runs what the README shows.
if (findProgram(['curl'], process.env) === undefined)
  installPackages(['curl', 'ca-certificates'], 'A test');
// Without it a test is skipped, and says so.
if (process.platform === 'linux' && !findProgram(['strace'], process.env))
  try {
    installPackages(['strace'], 'A test');
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
  }
await buildPackages();
const jest = spawn(
  process.execPath,
  [
    join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...process.argv.slice(2),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    // node:sqlite is stable in what we use of it; its warning would be on every worker's output.
    env: {
      ...process.env,
      CHROMIUM_PATH: chromium,
      POSTGRES_BIN: postgres,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --disable-warning=ExperimentalWarning`,
    },
  },
);
process.on('SIGINT', () => undefined);
jest.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
