/** `npm run format`: puts every file into the repository's format. */
import './lib/plain-errors.ts';
import { join } from 'node:path';
import { ROOT } from './lib/paths.ts';
import { runNode } from './lib/run.ts';

await runNode([
  join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs'),
  '--write',
  '.',
]);
