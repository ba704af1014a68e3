import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { message } from '../bench/service/messages.ts';

/** A message that waits: its id, the order it is about, and its body. */
function waiting(index: number) {
  const messageId = `bench-${String(index)}`;
  const body = JSON.stringify({ type: 'track', messageId, ...message(index) });
  return { messageId, resource: `order-${String(index)}`, body };
}

/** Writes so many messages that wait into a file that a store has opened, at once: mapping them is another benchmark. */
export function fillSqlite(file: string, count: number): void {
  const db = new DatabaseSync(file);
  const insert = db.prepare(
    `INSERT INTO messages (message_id, webhook_key, event, body_bytes, resource, mapped_at, occurred_at, due_at)
     VALUES (?, ?, 'Order Completed', ?, ?, ?, ?, ?)`,
  );
  const insertBody = db.prepare(
    `INSERT INTO message_bodies (seq, body) VALUES (?, ?)`,
  );
  const now = Date.now();
  db.exec('BEGIN');
  for (let index = 0; index < count; index += 1) {
    const { messageId, resource, body } = waiting(index);
    const bytes = Buffer.byteLength(body);
    const { lastInsertRowid } = insert.run(
      messageId,
      messageId,
      bytes,
      resource,
      now,
      now,
      now,
    );
    insertBody.run(lastInsertRowid, body);
  }
  db.exec('COMMIT');
  db.close();
}

/** The same for a database with the store's tables. */
export async function fillPostgres(url: string, count: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const now = Date.now();
  for (let from = 0; from < count; from += 1000) {
    const some = Array.from({ length: Math.min(1000, count - from) }, (_, i) =>
      waiting(from + i),
    );
    await client.query(
      `INSERT INTO storefront_events.messages (message_id, webhook_key, event, body, resource, mapped_at, occurred_at, due_at)
       SELECT id, id, 'Order Completed', body, resource, $4, $4, $4
       FROM unnest($1::text[], $2::text[], $3::text[]) AS one (id, body, resource)`,
      [
        some.map(({ messageId }) => messageId),
        some.map(({ body }) => body),
        some.map(({ resource }) => resource),
        now,
      ],
    );
  }
  await client.end();
}
