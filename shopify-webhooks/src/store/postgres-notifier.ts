import { CHANNEL } from './postgres-listener.ts';
import type { Queries } from './postgres-pool.ts';

/** Not more often than this: workers take many at a time, and each notification is a commit of its own. */
const EVERY_MS = 20;

/** Tells whoever listens that something was added; nobody waits for it, and nobody is told if it cannot be. */
export class PostgresNotifier {
  readonly #queries: Queries;
  #resting: NodeJS.Timeout | undefined;
  #again = false;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  notify(): void {
    this.#again = true;
    if (!this.#resting) this.#tell();
  }

  #tell(): void {
    this.#resting = undefined;
    if (!this.#again) return;
    this.#again = false;
    this.#resting = setTimeout(() => {
      this.#tell();
    }, EVERY_MS).unref();
    this.#queries
      .query(
        `SELECT pg_notify($1, ''), set_config('synchronous_commit', 'off', true)`,
        [CHANNEL],
      )
      .catch(() => undefined);
  }

  stop(): void {
    clearTimeout(this.#resting);
  }
}
