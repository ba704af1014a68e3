import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(__dirname, '..', '..');
const BIN = join(ROOT, 'shopify-webhooks', 'bin', 'storefront-events.js');

export interface Running {
  readonly process: ChildProcess;
  /** The first line of its log: that it has started. */
  readonly line: string;
}

/** Starts `storefront-events` as a merchant does; resolves when it says that it runs. */
export async function startCommand(
  command: 'serve' | 'worker',
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const child = spawn(process.execPath, [BIN, command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`${command} ended with exit code ${String(code)}`));
    });
  });
  child.stdout.resume();
  return { process: child, line };
}

/** Where `serve` says that it takes webhooks. */
export function webhooksOf({ line }: Running): string {
  return /http:\/\/[\d.:]+\/webhooks/.exec(line)?.[0] ?? '';
}

/** Runs `storefront-events` to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

/** Sends the signal and waits until the process is gone. */
export async function end(
  { process: child }: Running,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
