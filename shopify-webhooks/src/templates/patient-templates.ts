import type { Logger } from 'pino';
import { Circuit } from '../deliver/circuit.ts';
import type { Job } from './protocol.ts';
import type { Templates } from './rewrite.ts';
import type { TemplateFile } from './names.ts';
import type { RunResult } from './runner.ts';

export interface PatientDependencies {
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

/**
 * The shop's templates, left alone for a while after they could not be run, and longer after each time: from 1 second to
 * 5 minutes. Says so once, and when they can be run again.
 */
export class PatientTemplates implements Templates {
  readonly #templates: Templates;
  readonly #dependencies: PatientDependencies;
  readonly #circuit: Circuit;

  constructor(templates: Templates, dependencies: PatientDependencies) {
    this.#templates = templates;
    this.#dependencies = dependencies;
    this.#circuit = new Circuit(dependencies.now, dependencies.random);
  }

  /** They are not to be run before this time, in milliseconds since 1970. */
  get pausedUntil(): number {
    return this.#circuit.openUntil;
  }

  has(file: TemplateFile): boolean {
    return this.#templates.has(file);
  }

  async run(jobs: readonly Job[]): Promise<RunResult[]> {
    const results = await this.#templates.run(jobs);
    const notRun = results.find(({ status }) => status === 'not run');
    if (notRun?.status === 'not run') this.#failed(notRun.reason);
    else if (results.length > 0) this.#succeeded();
    return results;
  }

  #failed(reason: string): void {
    const { stopping, log } = this.#dependencies;
    // They are not run any more: nothing is wrong.
    if (stopping.aborted) return;
    if (!this.#circuit.isProbing)
      log.error(
        { reason },
        'the templates cannot be run: nothing is mapped meanwhile, and nothing is lost; it is tried again, at least every 5 minutes. Look whether memory or file descriptors have run out, and whether the installed package is whole',
      );
    this.#circuit.failed();
  }

  #succeeded(): void {
    if (this.#circuit.isProbing)
      this.#dependencies.log.info('the templates can be run again');
    this.#circuit.succeeded();
  }
}
