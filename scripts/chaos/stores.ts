import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PostgresServer } from '../../shopify-webhooks/src/testing/postgres-server.ts';
import { Disk } from './disk.ts';
import type { Role } from './processes.ts';

export type StoreName = 'sqlite' | 'postgres';

/** Where the service keeps what it was given, and what can happen to it. */
export interface ChaosStore {
  readonly name: StoreName;
  /** The processes that work on it. */
  readonly roles: readonly Role[];
  readonly settings: Readonly<Record<string, string>>;
  /** Its disk, where that can be filled. */
  readonly disk: Disk | undefined;
  /** Its server, if there is one. */
  readonly server: PostgresServer | undefined;
  /** Reads as a person would, beside the service. Both stores have the same tables, and bodies in different places. */
  readonly messageBody: string;
  readonly rows: <Row extends object>(query: string) => Promise<Row[]>;
  /** Time passes where the store keeps its own. */
  readonly passTime: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openStore(
  name: StoreName,
  folder: string,
): Promise<ChaosStore> {
  return name === 'sqlite' ? openSqlite(folder) : openPostgres(folder);
}

function openSqlite(folder: string): ChaosStore {
  const disk = Disk.mount(join(folder, 'disk'), 256);
  const file = join(folder, 'disk', 'store.db');
  return {
    name: 'sqlite',
    roles: ['serve'],
    settings: { STORE_FILE: file },
    disk,
    server: undefined,
    messageBody: `(SELECT body FROM message_bodies WHERE message_bodies.seq = messages.seq)`,
    rows: (query) => {
      const db = new DatabaseSync(file, { readOnly: true });
      try {
        db.exec('PRAGMA busy_timeout = 5000');
        return Promise.resolve(db.prepare(query).all() as never);
      } finally {
        db.close();
      }
    },
    // The service's own clock is all there is.
    passTime: () => Promise.resolve(),
    close: () => {
      disk?.unmount();
      return Promise.resolve();
    },
  };
}

async function openPostgres(folder: string): Promise<ChaosStore> {
  const disk = Disk.mount(join(folder, 'disk'), 512);
  const server = await PostgresServer.start({
    parent: join(folder, 'disk'),
    // Else the log of writes fills the disk by itself.
    settings: ['max_wal_size=96MB', 'min_wal_size=32MB'],
  });
  const url = await server.createDatabase();
  const execute = (statement: string) =>
    server.execute(`SET search_path TO storefront_events; ${statement}`, url);
  return {
    name: 'postgres',
    roles: ['serve', 'receive', 'worker', 'worker'],
    settings: { DATABASE_URL: url },
    disk,
    server,
    messageBody: 'body',
    rows: (query) => execute(query) as never,
    passTime: async (ms) => {
      // What somebody is changing is left: whoever holds it may have been stopped.
      const free = (table: string, condition: string) =>
        `seq IN (SELECT seq FROM ${table} WHERE ${condition} FOR UPDATE SKIP LOCKED)`;
      const less = (column: string) => `${column} = ${column} - ${String(ms)}`;
      await execute(
        `UPDATE webhooks SET ${less('due_at')} WHERE ${free('webhooks', `status IN ('received', 'parked')`)};
         UPDATE messages SET ${less('due_at')}, ${less('mapped_at')} WHERE ${free('messages', `status = 'mapped'`)};
         UPDATE pace SET ${less('paid_at')}, ${less('open_until')}, ${less('probe_until')}, version = version + 1`,
      );
    },
    close: async () => {
      await server.stop();
      disk?.unmount();
    },
  };
}
