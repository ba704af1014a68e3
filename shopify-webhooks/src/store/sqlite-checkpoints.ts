import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { SqliteLog } from './sqlite-log.ts';

/** What the thread of checkpoints is given. */
export interface CheckpointData {
  readonly file: string;
  /** One number: `IDLE` or `BUSY`. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

export const IDLE = 0;
export const BUSY = 1;

/** After how many pages the log is written into the file: the same page, changed by many webhooks, is written once. */
const MANY_PAGES = 12_000;

/** So few are written between two other things. */
export const FEW_PAGES = 250;

/** Then whoever writes waits: the disk is too slow. 128 MiB. */
const MOST_PAGES = 32_000;

/** The longest that somebody waits for a checkpoint, in milliseconds. */
const WAIT_MS = 10_000;

/**
 * Writes the log into the file in a thread of its own: it is much, and waits for the disk. The end is done here, where
 * nobody writes at the same time: then the log begins anew.
 */
export class SqliteCheckpoints {
  readonly #db: DatabaseSync;
  readonly #log: SqliteLog;
  readonly #state = new Int32Array(new SharedArrayBuffer(4));
  readonly #thread: Worker;
  #begun = false;

  /** @param program the file of the thread: sqlite-checkpoints-main */
  constructor(db: DatabaseSync, file: string, program: URL) {
    this.#db = db;
    this.#log = new SqliteLog(file);
    db.exec(`PRAGMA wal_autocheckpoint = ${String(MOST_PAGES)}`);
    const workerData: CheckpointData = { file, state: this.#state };
    this.#thread = new Worker(program, {
      workerData,
      // All that it needs.
      resourceLimits: {
        maxYoungGenerationSizeMb: 1,
        maxOldGenerationSizeMb: 16,
      },
    });
    this.#thread.on('error', (error) => {
      throw error;
    });
  }

  /** To be called whenever something was written. */
  proceed(): void {
    if (Atomics.load(this.#state, 0) === BUSY) return;
    if (this.#begun && this.#log.pages < 2 * FEW_PAGES) {
      this.#begun = false;
      this.#db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
    } else if (this.#begun || this.#log.pages >= MANY_PAGES) {
      this.#begun = true;
      Atomics.store(this.#state, 0, BUSY);
      this.#thread.postMessage('checkpoint');
    }
  }

  /** Waits until the thread has done what it does: then the log can be emptied. */
  wait(): void {
    Atomics.wait(this.#state, 0, BUSY, WAIT_MS);
  }

  close(): void {
    this.wait();
    Atomics.store(this.#state, 0, BUSY);
    this.#thread.postMessage('close');
    this.wait();
    this.#log.close();
  }
}
