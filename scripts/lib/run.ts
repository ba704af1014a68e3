import { spawn } from 'node:child_process';
import { ROOT } from './paths.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the program early. */
  readonly signal?: AbortSignal;
}

/** Runs a Node program to its end. Its output is shown only if it fails. */
export async function runNode(
  args: readonly string[],
  { cwd = ROOT, env = {}, signal }: RunOptions = {},
): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(
      `${args.join(' ')} failed with exit code ${String(code)}:\n${Buffer.concat(output).toString()}`,
    );
}
