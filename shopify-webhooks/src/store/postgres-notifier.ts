import { CHANNEL } from './postgres-listener.ts';
import type { Queries } from './postgres-pool.ts';

/** Not more often than this: workers take many at a time, and each notification is a commit of its own. */
const EVERY_MS = 20;

/** Tells whoever listens that something was added: soon, and waited for by nobody. */
export class PostgresNotifier {
  readonly #queries: Queries;
  #timer: NodeJS.Timeout | undefined;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  notify(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#queries
        .query(`SELECT pg_notify($1, '')`, [CHANNEL])
        .catch(() => undefined);
    }, EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
