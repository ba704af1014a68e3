import type { PostgresPool } from './postgres-pool.ts';
import type { ForgetBefore } from './store.ts';

/** A webhook's messages may have to be made anew from its body. */
const WAITS = `status IN ('received', 'parked') OR EXISTS (
  SELECT 1 FROM storefront_events.messages WHERE webhook_key = webhook.key AND status = 'mapped')`;
const IS_DEAD = `status = 'dead' OR EXISTS (
  SELECT 1 FROM storefront_events.messages WHERE webhook_key = webhook.key AND status = 'dead')`;

/** Whoever is erased is found by their webhooks. */
const HAS_BODIES = `EXISTS (SELECT 1 FROM storefront_events.messages WHERE webhook_key = webhook.key AND octet_length(messages.body) > 0)`;

/** Takes bodies away, and rows in the end: see `Store.forget`. Gives how many rows were changed or deleted. */
export async function forget(
  pool: PostgresPool,
  before: ForgetBefore,
  limit: number,
): Promise<number> {
  const { bodies, deadBodies, webhooks, messages } = before;
  // What another worker is emptying at this moment is passed over.
  const of = (table: string, condition: string, order: string, place: number) =>
    `seq IN (SELECT seq FROM storefront_events.${table} AS ${table.slice(0, -1)} WHERE ${condition}
       ORDER BY ${order} LIMIT $${String(place)} FOR UPDATE SKIP LOCKED)`;
  const statements: readonly [string, readonly number[]][] = [
    [
      `UPDATE storefront_events.webhooks SET body = ''
       WHERE ${of('webhooks', `octet_length(body) > 0 AND received_at < $1 AND NOT (${WAITS}) AND (received_at < $2 OR NOT (${IS_DEAD}))`, 'received_at', 3)}`,
      [bodies, deadBodies, limit],
    ],
    [
      `UPDATE storefront_events.messages SET body = '', basis = NULL
       WHERE ${of('messages', `settled_at IS NOT NULL AND octet_length(body) > 0 AND settled_at < $1 AND (settled_at < $2 OR status <> 'dead')`, 'settled_at', 3)}`,
      [bodies, deadBodies, limit],
    ],
    [
      `DELETE FROM storefront_events.webhooks
       WHERE ${of('webhooks', `octet_length(body) = 0 AND received_at < $1 AND NOT (${WAITS}) AND NOT (${HAS_BODIES})`, 'received_at', 2)}`,
      [webhooks, limit],
    ],
    [
      `DELETE FROM storefront_events.messages
       WHERE ${of('messages', 'settled_at IS NOT NULL AND settled_at < $1', 'settled_at', 2)}`,
      [messages, limit],
    ],
  ];
  let changed = 0;
  for (const [statement, values] of statements) {
    const rows = await pool.query<{ seq: number }>(
      `${statement} RETURNING seq`,
      values,
    );
    changed += rows.length;
  }
  return changed;
}
