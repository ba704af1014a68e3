import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

// Tests and scripts are both run at the repository's root, the ones as CommonJS and the others as ES modules.
const BIN = resolve('shopify-webhooks', 'bin', 'storefront-events.js');

export interface Running {
  readonly process: ChildProcess;
  /** The line of its log that says that it has started. */
  readonly line: string;
}

/**
 * Starts `storefront-events` as a merchant does; resolves when it says that it runs.
 *
 * @param stderr where its errors go: an open file, unless they are shown
 */
export async function startCommand(
  command: 'serve' | 'worker',
  env: Readonly<Record<string, string>>,
  stderr: number | 'inherit' = 'inherit',
): Promise<Running> {
  const child = spawn(process.execPath, [BIN, command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', stderr],
  });
  const line = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout as Readable });
    // It may work on what it finds before it says so.
    lines.on('line', (text) => {
      if (/listening on|"delivering"/.test(text)) resolve(text);
    });
    child.once('exit', (code) => {
      reject(new Error(`${command} ended with exit code ${String(code)}`));
    });
  });
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
