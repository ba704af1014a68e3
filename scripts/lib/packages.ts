import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { runNode } from './run.ts';
import { step } from './step.ts';

/** Compiles the packages; what has not changed is not compiled again. */
export async function buildPackages(): Promise<void> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await step('Compiling the packages', runNode([tsc, '--build', ROOT]));
}
