/** `npm run verify`: all that holds this repository, also what takes too long for every change. Stops at what fails. */
import './lib/plain-errors.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './lib/paths.ts';

const COMMANDS = ['check', 'test', 'chaos'];

process.on('SIGINT', () => undefined);
for (const name of COMMANDS) {
  process.stderr.write(`\nnpm run ${name}\n`);
  const script = join(ROOT, 'scripts', `${name}.ts`);
  const child = spawn(process.execPath, [script], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    process.stderr.write(`npm run ${name} failed.\n`);
    process.exit(code ?? 1);
  }
}
