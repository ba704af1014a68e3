import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

/** With what Node runs the service, as its command has it. */
function optionsOf(name: string): readonly string[] {
  return name === 'ours' ? ['--max-semi-space-size=4'] : [];
}

/** A process of a benchmark: see scripts/bench/service. */
export class Child {
  readonly #process: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
  }

  /** Starts a program of scripts/bench/service; resolves when it is ready. */
  static async start(
    name: string,
    args: readonly string[] = [],
  ): Promise<Child> {
    const child = fork(
      join(ROOT, 'scripts', 'bench', 'service', `${name}.ts`),
      args,
      {
        execArgv: ['--disable-warning=ExperimentalWarning', ...optionsOf(name)],
      },
    );
    const { port } = await reply<{ port: number }>(child);
    return new Child(child, port);
  }

  /** Resolves with what it answers. */
  async ask<Answer>(question = 'how many'): Promise<Answer> {
    const answer = reply<Answer>(this.#process);
    this.#process.send(question);
    return answer;
  }

  /** What it holds in memory, in megabytes. */
  get megabytes(): number {
    const status = readFileSync(
      `/proc/${String(this.#process.pid)}/status`,
      'utf8',
    );
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  /** The processor's time it has used, in microseconds, by hundredths of a second. */
  get cpuMicroseconds(): number {
    const stat = readFileSync(
      `/proc/${String(this.#process.pid)}/stat`,
      'utf8',
    );
    // After the name, which may hold anything: state is the first, user's time the 12th, the system's the 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill(signal);
    await gone;
  }
}

function reply<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const left = (code: number | null) => {
      reject(new Error(`A process of the benchmark ended: ${String(code)}.`));
    };
    child.once('exit', left);
    child.once('message', (message) => {
      child.off('exit', left);
      resolve(message as Answer);
    });
  });
}
