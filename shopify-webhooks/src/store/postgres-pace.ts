import { isDeepStrictEqual } from 'node:util';
import { UNTRIED, type PaceCell, type PaceChange } from './pace-cell.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool } from './postgres-pool.ts';

interface PaceRow {
  readonly version: number;
  readonly paid_at: number;
  readonly failures: number;
  readonly open_until: number;
  readonly probe_until: number;
  readonly now: number;
}

/**
 * For a source that any number of processes deliver to. Two small statements, which wait for no disk: the table is
 * unlogged, and empty after a crash of the server, as a process's memory is after its own.
 */
export class PostgresPace implements PaceCell {
  readonly lookAgainMs = 250;
  readonly #pool: PostgresPool;
  readonly #clock: PostgresClock;
  readonly #source: string;

  /** @param source names it, and tells nothing of its key */
  constructor(pool: PostgresPool, clock: PostgresClock, source: string) {
    this.#pool = pool;
    this.#clock = clock;
    this.#source = source;
  }

  /** What somebody else changes meanwhile is read again. */
  async change<Result>(change: PaceChange<Result>): Promise<Result> {
    for (;;) {
      const row = await this.#read();
      const before = {
        paidAt: row.paid_at,
        failures: row.failures,
        openUntil: row.open_until,
        probeUntil: row.probe_until,
      };
      const [state, result] = change(before, row.now);
      if (isDeepStrictEqual(state, before)) return result;
      const { paidAt, failures, openUntil, probeUntil } = state;
      const written = await this.#pool.query(
        `UPDATE storefront_events.pace
         SET paid_at = $3, failures = $4, open_until = $5, probe_until = $6, version = version + 1
         WHERE source = $1 AND version = $2 RETURNING version`,
        [this.#source, row.version, paidAt, failures, openUntil, probeUntil],
      );
      if (written.length > 0) return result;
    }
  }

  async #read(): Promise<PaceRow> {
    const rows = await this.#pool.query<PaceRow>(
      `SELECT version, paid_at, failures, open_until, probe_until, ${NOW} AS now
       FROM storefront_events.pace WHERE source = $2`,
      [this.#clock.given, this.#source],
    );
    if (rows[0]) return rows[0];
    const { paidAt, failures, openUntil, probeUntil } = UNTRIED;
    await this.#pool.query(
      `INSERT INTO storefront_events.pace (source, paid_at, failures, open_until, probe_until)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source) DO NOTHING`,
      [this.#source, paidAt, failures, openUntil, probeUntil],
    );
    return this.#read();
  }
}
