import { DatabaseSync } from 'node:sqlite';
import { customerSubject } from '../ledger.ts';
import { sameCustomers } from './sqlite-merged.ts';
import type { Held } from './store-reader.ts';

/** Reads what the embedded store holds of a customer, and of those who became one with them, also beside the service that owns the store. */
export function heldOf(file: string, customerId: string): Held {
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec('PRAGMA busy_timeout = 5000');
  const customers = sameCustomers(db, customerSubject(customerId));
  const values = { customers: JSON.stringify(customers) };
  const them = `(SELECT value FROM json_each(:customers))`;
  const theirs = `SELECT key FROM webhooks WHERE customer IN ${them}
    OR resource IN (SELECT subject FROM known WHERE customer IN ${them})`;
  const text = (value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
  const webhooks = db
    .prepare(
      `SELECT topic, received_at, coalesce(body, '') AS body FROM webhooks LEFT JOIN webhook_bodies USING (seq)
       WHERE key IN (${theirs}) ORDER BY seq`,
    )
    .all(values)
    .map(({ topic, received_at, body }) => ({
      topic: text(topic),
      receivedAt: new Date(Number(received_at)).toISOString(),
      body: text(body),
    }));
  const messages = db
    .prepare(
      `SELECT event, status, coalesce(body, '') AS body FROM messages LEFT JOIN message_bodies USING (seq)
       WHERE webhook_key IN (${theirs}) ORDER BY seq`,
    )
    .all(values)
    .map(({ event, status, body }) => ({
      event: text(event),
      status: text(status),
      body: text(body),
    }));
  const ledger = db
    .prepare(
      `SELECT facts FROM known WHERE subject IN ${them} OR customer IN ${them}`,
    )
    .all(values)
    .map(({ facts }) => JSON.parse(text(facts)) as unknown);
  db.close();
  return { webhooks, messages, ledger };
}
