import { customerSubject, type Receipt } from '../ledger.ts';
import { PostgresClock } from './postgres-clock.ts';
import { checkPostgres } from './postgres-migrate.ts';
import { sameCustomers } from './postgres-merged.ts';
import { PostgresPool, type Queries } from './postgres-pool.ts';
import { PostgresOperations } from './postgres-operations.ts';
import { PostgresReader } from './postgres-reader.ts';
import type { Held, StoreReader } from './store-reader.ts';

/**
 * Reads PostgreSQL, beside whoever works on it.
 *
 * @throws UnusableDatabaseError
 */
export async function openPostgresReader(url: string): Promise<StoreReader> {
  const pool = await checkedPool(url);
  const reader = new PostgresReader(pool, new PostgresClock());
  return {
    counts: () => reader.counts(),
    recent: (limit) => reader.recent(limit),
    backlog: () => reader.backlog(),
    receipts: (since, until) => receiptsBetween(pool, since, until),
    heldOf: (customerId) => heldOf(pool, customerId),
    close: () => pool.close(),
  };
}

/**
 * Opens what a person changes in it.
 *
 * @throws UnusableDatabaseError
 */
export async function openPostgresOperations(
  url: string,
  clock = new PostgresClock(),
): Promise<PostgresOperations> {
  return new PostgresOperations(await checkedPool(url), clock);
}

async function checkedPool(url: string): Promise<PostgresPool> {
  const pool = new PostgresPool(url, 2);
  try {
    await checkPostgres(pool);
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

interface ReceiptRow {
  readonly seq: number;
  readonly receipt_id: string;
  readonly received_at: number;
  readonly decided_at: string;
  /** JSON. */
  readonly categories: string;
  readonly model: string | null;
  readonly gpc: boolean;
  readonly policy_version: string;
  readonly platform: string | null;
  readonly anonymous_id: string | null;
}

const PAGE = 1000;

// Page by page: no transaction is open for as long as somebody reads.
async function* receiptsBetween(
  queries: Queries,
  since: number,
  until: number,
): AsyncGenerator<Receipt> {
  let after: Pick<ReceiptRow, 'received_at' | 'seq'> | undefined = {
    received_at: since,
    seq: 0,
  };
  while (after) {
    const rows: ReceiptRow[] = await queries.query<ReceiptRow>(
      `SELECT * FROM storefront_events.receipts WHERE (received_at, seq) > ($1, $2) AND received_at < $3
       ORDER BY received_at, seq LIMIT $4`,
      [after.received_at, after.seq, until, PAGE],
    );
    for (const row of rows) yield receiptOf(row);
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  }
}

function receiptOf(row: ReceiptRow): Receipt {
  return {
    receiptId: row.receipt_id,
    receivedAt: row.received_at,
    decidedAt: row.decided_at,
    categories: JSON.parse(row.categories) as Receipt['categories'],
    model: (row.model ?? undefined) as Receipt['model'],
    gpc: row.gpc,
    policyVersion: row.policy_version,
    platform: row.platform ?? undefined,
    anonymousId: row.anonymous_id ?? undefined,
  };
}

async function heldOf(queries: Queries, customerId: string): Promise<Held> {
  const customers = [await sameCustomers(queries, customerSubject(customerId))];
  const theirs = `SELECT key FROM storefront_events.webhooks WHERE customer = ANY($1)
    OR resource IN (SELECT subject FROM storefront_events.known WHERE customer = ANY($1))`;
  const webhooks = await queries.query<{
    topic: string;
    received_at: number;
    body: Buffer;
  }>(
    `SELECT topic, received_at, body FROM storefront_events.webhooks WHERE key IN (${theirs}) ORDER BY seq`,
    customers,
  );
  const messages = await queries.query<Held['messages'][number]>(
    `SELECT event, status, body FROM storefront_events.messages WHERE webhook_key IN (${theirs}) ORDER BY seq`,
    customers,
  );
  const ledger = await queries.query<{ facts: string }>(
    `SELECT facts FROM storefront_events.known WHERE subject = ANY($1) OR customer = ANY($1)`,
    customers,
  );
  return {
    webhooks: webhooks.map(({ topic, received_at, body }) => ({
      topic,
      receivedAt: new Date(received_at).toISOString(),
      body: body.toString(),
    })),
    messages,
    ledger: ledger.map(({ facts }) => JSON.parse(facts) as unknown),
  };
}
