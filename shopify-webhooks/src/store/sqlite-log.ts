import { openSync, closeSync, readSync } from 'node:fs';

/** Where the index of the log says how many pages it has, and how many of them are in the file: sqlite.org/walformat.html. */
const PAGES_AT = 16;
const WRITTEN_AT = 96;

/** The log of writes of an open file (`-wal`), as its index (`-shm`) tells. */
export class SqliteLog {
  readonly #index: number;
  readonly #bytes = new Uint32Array(1);

  constructor(file: string) {
    this.#index = openSync(`${file}-shm`, 'r');
  }

  /** How many pages of the log are not in the file yet. */
  get pages(): number {
    return Math.max(0, this.all - this.#read(WRITTEN_AT));
  }

  /** How many it has since it began. */
  get all(): number {
    return this.#read(PAGES_AT);
  }

  #read(position: number): number {
    readSync(this.#index, this.#bytes, { position });
    return this.#bytes[0] ?? 0;
  }

  close(): void {
    closeSync(this.#index);
  }
}
