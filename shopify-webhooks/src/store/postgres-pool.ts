import pg from 'pg';
import { storable } from './postgres-values.ts';

export interface StatementOptions {
  readonly timeoutMs?: number;
}

export interface TransactionOptions extends StatementOptions {
  /**
   * True: what it writes may be lost if the server is (`synchronous_commit`), and whatever is committed later and must
   * not be lost takes it along to the disk. Without it each step of a worker would wait for the disk.
   */
  readonly unhurried?: boolean;
}

/** What the statements of the store need of a connection, within a transaction or without. */
export interface Queries {
  /** Rejects with what the database says; a text's U+0000, which no text column takes, becomes U+FFFD. */
  readonly query: <Row extends object>(
    text: string,
    values?: readonly unknown[],
    options?: StatementOptions,
  ) => Promise<Row[]>;
}

/** How long a statement may take, in milliseconds: a server that is gone without a word must not hold work for ever. */
const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 3000;

/** Another transaction had what this one needs, in the other order. Nothing of this one was written. */
const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
const TRIES = 5;

const BEGIN_UNHURRIED = `BEGIN; SET LOCAL synchronous_commit TO off`;

/** Times and counts are numbers: they are far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8
      ? Number
      : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
};

/** How to reach the database at this address. */
export function connectionOf(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'storefront-events',
    types,
  };
}

/** Connections to the database, opened when they are needed and again after it was gone. */
export class PostgresPool implements Queries {
  readonly #pool: pg.Pool;

  constructor(url: string, maxConnections: number) {
    this.#pool = new pg.Pool({ ...connectionOf(url), max: maxConnections });
    // Of a connection that nobody was using. The next statement opens another.
    this.#pool.on('error', () => undefined);
  }

  query<Row extends object>(
    text: string,
    values?: readonly unknown[],
    options?: StatementOptions,
  ): Promise<Row[]> {
    return orAgain(() => run(this.#pool, text, values, options));
  }

  /** A statement whose writes may be lost: see `TransactionOptions`. */
  unhurried<Row extends object>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.transaction(({ query }) => query<Row>(text, values), {
      unhurried: true,
    });
  }

  /**
   * Does some work in one transaction; if it rejects, nothing of it was written. The work may be done more than once,
   * and waits for nothing but the database.
   *
   * @param options of each of its statements that says nothing else
   */
  transaction<Result>(
    work: (queries: Queries) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    return orAgain(() => this.#transactionOnce(work, options));
  }

  async #transactionOnce<Result>(
    work: (queries: Queries) => Promise<Result>,
    { unhurried = false, ...options }: TransactionOptions,
  ): Promise<Result> {
    const client = await this.#pool.connect();
    // While it is ours, the loss of the connection is told to whatever statement is under way, and here as well.
    const ignore = () => undefined;
    client.on('error', ignore);
    try {
      await run(client, unhurried ? BEGIN_UNHURRIED : 'BEGIN', [], options);
      const result = await work({
        query: (text, values, own) =>
          run(client, text, values, { ...options, ...own }),
      });
      await run(client, 'COMMIT', [], options);
      client.release();
      return result;
    } catch (error) {
      await rollBack(client);
      throw error;
    } finally {
      client.off('error', ignore);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/**
 * Does some work; again where others stood in its way, and once more where the connection was lost, as it is when a
 * server is restarted or a host slept. All that the store writes may be written twice.
 */
export async function orAgain<Result>(
  work: () => Promise<Result>,
): Promise<Result> {
  let lost = 0;
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const again = isInTheWay(error) || (isLost(error) && (lost += 1) === 1);
      if (!again || tried === TRIES) throw error;
    }
  }
}

function isInTheWay(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === DEADLOCK || code === SERIALIZATION_FAILURE;
}

/** A connection that was there ended; that none could be made is another matter, and so is a server without a word. */
function isLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === '57P01' ||
    message === 'Connection terminated unexpectedly'
  );
}

async function run<Row extends object>(
  queryable: Pick<pg.Pool | pg.PoolClient, 'query'>,
  text: string,
  values: readonly unknown[] = [],
  { timeoutMs = STATEMENT_TIMEOUT_MS }: StatementOptions = {},
): Promise<Row[]> {
  // The client's own limit of one statement, which its types do not have.
  const config: pg.QueryConfig & { readonly query_timeout: number } = {
    text,
    values: values.map(storable),
    query_timeout: timeoutMs,
  };
  const { rows } = await queryable.query<Row>(config);
  return rows;
}

async function rollBack(client: pg.PoolClient): Promise<void> {
  try {
    await run(client, 'ROLLBACK', [], { timeoutMs: CONNECT_TIMEOUT_MS });
    client.release();
  } catch (error) {
    // The connection is lost, and with it the transaction.
    client.release(error instanceof Error ? error : true);
  }
}

/** The database's own code for what went wrong, such as `23505` or `ECONNREFUSED`: its message may hold values. */
export function postgresCodeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'the connection was lost';
}
