import { fork, type ChildProcess } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { Breaker, STOPS } from './breaker.ts';
import type { Evaluation } from './evaluate.ts';
import type { TemplateFile } from './names.ts';
import type { FromProcess, Job, ToProcess } from './protocol.ts';

/** What became of a job: what the template returned, what it did wrong, or that it stopped its process. */
export type RunResult =
  | Evaluation
  | { readonly status: 'stopped'; readonly reason: string }
  /** Through no fault of the template: it can be run later. */
  | { readonly status: 'not run'; readonly reason: string };

export interface RunnerOptions {
  /** The file of `template-process`. */
  readonly processFile: string;
  readonly templates: ReadonlyMap<TemplateFile, string>;
  /** How long one evaluation may take before its process is killed, in milliseconds; JSONata's own guard is half. */
  readonly killAfterMs?: number;
  /** The heap of the process, in MiB. */
  readonly memoryMb?: number;
  /** Told once of each template that is not run any more. */
  readonly gaveUp?: (file: TemplateFile) => void;
}

const GIVEN_UP: RunResult = {
  status: 'stopped',
  reason: `it was stopped ${String(STOPS)} times in a row and is not run any more: mend it, restart the service, then "storefront-events replay"`,
};

const STOPPED = 'the service was stopped';
const NOT_STARTED = 'the process of the templates could not be started';

/** How long a process may take to start, in milliseconds. */
const START_MS = 30_000;

interface Waiting {
  readonly job: Job;
  readonly resolve: (result: RunResult) => void;
}

/**
 * Runs templates in a process of their own, which is started when it is first needed, and again after it was stopped.
 * What a process did not answer is given to the next one, the first of it alone, so that only the one that stops its
 * process twice is given up. A template of which that is said again and again is not run any more. When no process can be
 * started, everything that waits is given back: that says nothing of the templates.
 */
export class TemplateRunner {
  readonly #options: Required<RunnerOptions>;
  readonly #breaker = new Breaker();
  #child: ChildProcess | undefined;
  #queue: Waiting[] = [];
  #sent = new Map<number, Waiting>();
  #suspect: Waiting | undefined;
  #lastId = 0;
  #answers = 0;
  #isReady = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = {
      killAfterMs: 2000,
      memoryMb: 128,
      gaveUp: () => undefined,
      ...options,
    };
  }

  has(file: TemplateFile): boolean {
    return this.#options.templates.has(file);
  }

  /** Runs jobs, and gives what became of each, in their order. Never rejects. */
  run(jobs: readonly Job[]): Promise<RunResult[]> {
    const results = Promise.all(
      jobs.map(
        (job) =>
          new Promise<RunResult>((resolve) => {
            this.#queue.push({ job, resolve });
          }),
      ),
    );
    this.#sendNext();
    return results;
  }

  /** Ends the process. What still waits, and what comes, is given back. */
  close(): void {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
    this.#giveBack(STOPPED);
  }

  #giveBack(reason: string): void {
    clearTimeout(this.#timer);
    const all = [...this.#sent.values(), ...this.#queue];
    this.#sent.clear();
    this.#queue = [];
    this.#suspect = undefined;
    for (const { resolve } of all) resolve({ status: 'not run', reason });
  }

  /** Sends what waits, once everything before it is answered; a suspect alone. */
  #sendNext(): void {
    if (this.#closed) this.#giveBack(STOPPED);
    if (this.#sent.size > 0) return;
    this.#passBy();
    if (this.#queue.length === 0) return;
    const batch = this.#suspect
      ? this.#queue.splice(0, 1)
      : this.#queue.splice(0);
    for (const waiting of batch) this.#sent.set((this.#lastId += 1), waiting);
    try {
      const child = (this.#child ??= this.#start());
      this.#tell(child, {
        type: 'jobs',
        jobs: [...this.#sent].map(([id, { job }]) => ({ id, ...job })),
      });
      this.#watch(child);
    } catch {
      // Where no file descriptor is left, `fork` gives a process that cannot be told anything; it may also throw itself.
      this.#child = undefined;
      this.#giveBack(NOT_STARTED);
    }
  }

  /** Answers what waits for a template that is not run any more. */
  #passBy(): void {
    const isOpen = ({ job }: Waiting) => this.#breaker.isOpen(job.file);
    for (const { resolve } of this.#queue.filter(isOpen)) resolve(GIVEN_UP);
    this.#queue = this.#queue.filter((waiting) => !isOpen(waiting));
  }

  #start(): ChildProcess {
    const { processFile, memoryMb, templates } = this.#options;
    const child = fork(processFile, [], {
      execArgv: [`--max-old-space-size=${String(memoryMb)}`],
      // It needs no secret.
      env: {},
      serialization: 'advanced',
      // What a dying process says of its memory helps nobody.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (message) => {
      if (child === this.#child) this.#hear(child, message as FromProcess);
    });
    child.once('exit', () => {
      this.#stopped(child);
    });
    child.once('error', () => {
      child.kill('SIGKILL');
      this.#stopped(child);
    });
    this.#tell(child, { type: 'templates', texts: [...templates] });
    return child;
  }

  #tell(child: ChildProcess, message: ToProcess): void {
    // One that cannot be told has ended, and says so itself.
    child.send(message, () => undefined);
  }

  #hear(child: ChildProcess, message: FromProcess): void {
    if (message.type === 'ready') {
      this.#isReady = true;
      this.#watch(child);
      return;
    }
    const waiting = this.#sent.get(message.id);
    if (!waiting) return;
    this.#answers += 1;
    this.#sent.delete(message.id);
    if (waiting === this.#suspect) this.#suspect = undefined;
    this.#breaker.answered(waiting.job.file);
    waiting.resolve(message.evaluation);
    if (this.#sent.size > 0) return;
    clearTimeout(this.#timer);
    this.#sendNext();
  }

  /** Kills a process that has answered nothing for too long. */
  #watch(child: ChildProcess, answers = this.#answers): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        void (async () => {
          // We may have been busy ourselves: answers that wait are read first.
          await turn();
          await turn();
          if (child !== this.#child || this.#sent.size === 0) return;
          if (this.#answers > answers) this.#watch(child);
          else child.kill('SIGKILL');
        })();
      },
      this.#isReady ? this.#options.killAfterMs : START_MS,
    );
  }

  #stopped(child: ChildProcess): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    clearTimeout(this.#timer);
    if (!this.#isReady) {
      this.#giveBack(NOT_STARTED);
      return;
    }
    this.#isReady = false;
    const [first, ...others] = this.#sent.values();
    this.#sent.clear();
    this.#queue.unshift(...others);
    if (first !== undefined && first === this.#suspect) {
      this.#suspect = undefined;
      const { file } = first.job;
      if (this.#breaker.stopped(file)) this.#options.gaveUp(file);
      first.resolve({
        status: 'stopped',
        reason: 'it ran without end, or out of memory, and was stopped',
      });
    } else if (first) {
      this.#suspect = first;
      this.#queue.unshift(first);
    }
    this.#sendNext();
  }
}
