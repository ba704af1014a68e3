import { UsageError } from './load-plan.ts';
import { planProgram } from './program.ts';

/** Runs `storefront-plan`, or the same under another name. */
export async function runPlanCli(
  args: readonly string[],
  name = 'storefront-plan',
): Promise<void> {
  const program = planProgram(name, {
    write: (text) => process.stdout.write(text),
    exit: (code) => {
      process.exitCode = code;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
