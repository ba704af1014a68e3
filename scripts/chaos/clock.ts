import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(
  join(import.meta.dirname, 'clock-preload.js'),
).href;

/** The clock of one process of the service. */
export class Clock {
  readonly #file: number;
  /** Has a process use this clock. */
  readonly env: Readonly<Record<string, string>>;
  /** How much later it is than on the computer, in milliseconds. */
  #passed = 0;
  /** How wrong it is besides. */
  #wrong = 0;

  constructor(file: string) {
    this.#file = openSync(file, 'w+');
    this.env = {
      CHAOS_CLOCK: file,
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${PRELOAD}`,
    };
    this.#write();
  }

  /** Time passes. */
  pass(ms: number): void {
    this.#passed += ms;
    this.#write();
  }

  /** Somebody sets it wrong by so many milliseconds; right by 0. */
  setWrong(ms: number): void {
    this.#wrong = ms;
    this.#write();
  }

  #write(): void {
    writeSync(
      this.#file,
      new Uint8Array(Float64Array.of(this.#passed + this.#wrong).buffer),
      0,
      8,
      0,
    );
  }

  close(): void {
    closeSync(this.#file);
  }
}
