import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migratePostgres } from '../store/postgres-migrate.ts';
import { postgresBin } from './postgres-bin.ts';

export interface PostgresOptions {
  /** Where its folder is made; its user must be able to enter. */
  readonly parent?: string;
  /** Such as `fsync=off`. */
  readonly settings?: readonly string[];
}

/**
 * A real PostgreSQL of a test's own: its data in a temporary folder, on a Unix socket, so that it takes no port. A server
 * refuses to run as root, so root starts it as the user that Debian has for it.
 */
export class PostgresServer {
  readonly #bin: string;
  readonly #folder: string;
  readonly #user: { readonly uid: number; readonly gid: number } | undefined;
  #process: ChildProcess | undefined;
  #databases = 0;
  #failures = 0;

  readonly #settings: readonly string[];

  private constructor(bin: string, { parent, settings }: PostgresOptions) {
    this.#bin = bin;
    this.#settings = settings ?? [];
    this.#folder = mkdtempSync(join(parent ?? tmpdir(), 'pg-'));
    this.#user = unprivileged();
    if (this.#user) chownSync(this.#folder, this.#user.uid, this.#user.gid);
  }

  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const bin = postgresBin(process.env);
    if (bin === undefined)
      throw new Error(
        'PostgreSQL is not installed: "npm test" installs it on Debian; elsewhere set POSTGRES_BIN to the folder of initdb.',
      );
    const server = new PostgresServer(bin, options);
    const init = ['-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
    execFileSync(join(bin, 'initdb'), [...init, '-D', server.#data], {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'inherit'],
      ...server.#user,
    });
    await server.run();
    return server;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  urlOf(database: string): string {
    return `postgres://test@localhost/${database}?host=${encodeURIComponent(this.#folder)}`;
  }

  /** A database of its own; with the store's tables unless told otherwise. */
  async createDatabase({ migrated = true } = {}): Promise<string> {
    const name = `test${String((this.#databases += 1))}`;
    await this.execute(`CREATE DATABASE ${name}`);
    const url = this.urlOf(name);
    if (migrated) await migratePostgres(url);
    return url;
  }

  /** Empties the store's tables, which is quicker than another database. */
  async empty(url: string): Promise<void> {
    const tables = [
      'webhooks',
      'messages',
      'denials',
      'handovers',
      'known',
      'merged',
      'erased',
      'receipts',
      'pace',
    ].map((table) => `DELETE FROM storefront_events.${table}`);
    await this.execute(tables.join('; '), url);
  }

  /** Runs statements as they are; gives the rows of the last one. */
  async execute(
    statements: string,
    url = this.urlOf('postgres'),
  ): Promise<object[]> {
    const client = new pg.Client(url);
    // Of a server that is killed meanwhile; the statement rejects as well.
    client.on('error', () => undefined);
    await client.connect();
    try {
      const result: unknown = await client.query(statements);
      const results = Array.isArray(result) ? result : [result];
      return (results.at(-1) as pg.QueryResult<object>).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts it on the data that is there; resolves when it answers. */
  async run(): Promise<void> {
    for (;;) {
      const child = this.#spawn();
      while (child.exitCode === null && child.signalCode === null) {
        try {
          await this.execute('SELECT 1');
          return;
        } catch {
          await sleep(20);
        }
      }
      // Processes of one that was killed may still be there, and it waits for nobody.
      await sleep(100);
      if ((this.#failures += 1) > 100)
        throw new Error('PostgreSQL does not start.');
    }
  }

  #spawn(): ChildProcess {
    const settings = [
      'listen_addresses=',
      'max_connections=60',
      ...this.#settings,
    ];
    this.#process = spawn(
      join(this.#bin, 'postgres'),
      [
        ...['-D', this.#data, '-k', this.#folder],
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { cwd: '/', stdio: 'ignore', ...this.#user },
    );
    return this.#process;
  }

  /** Its process, of which all others of it are children. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get isRunning(): boolean {
    const child = this.#process;
    return child?.exitCode === null && child.signalCode === null;
  }

  /** Kills the server with all its connections at once, as a crash does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it, by its own pid, and deletes its data. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}

function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) =>
    Number(execFileSync('id', [option, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}
