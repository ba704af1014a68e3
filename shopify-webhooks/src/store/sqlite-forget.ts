import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './sqlite-file.ts';
import type { ForgetBefore } from './store.ts';

/** A webhook's messages may have to be made anew from its body. */
const WAITS = `status IN ('received', 'parked')
  OR EXISTS (SELECT 1 FROM messages WHERE webhook_key = webhooks.key AND status = 'mapped')`;
const IS_DEAD = `status = 'dead'
  OR EXISTS (SELECT 1 FROM messages WHERE webhook_key = webhooks.key AND status = 'dead')`;

/** Whoever is erased is found by their webhooks. */
const HAS_BODIES = `EXISTS (SELECT 1 FROM messages WHERE webhook_key = webhooks.key AND body_bytes > 0)`;

const STATEMENTS = [
  `UPDATE webhooks SET body_bytes = 0 WHERE seq IN (
     SELECT seq FROM webhooks WHERE body_bytes > 0 AND received_at < :bodies
       AND NOT (${WAITS}) AND (received_at < :deadBodies OR NOT (${IS_DEAD}))
     ORDER BY received_at LIMIT :limit)`,
  `UPDATE messages SET body_bytes = 0, basis = NULL WHERE seq IN (
     SELECT seq FROM messages WHERE settled_at IS NOT NULL AND body_bytes > 0 AND settled_at < :bodies
       AND (settled_at < :deadBodies OR status <> 'dead')
     ORDER BY settled_at LIMIT :limit)`,
  `DELETE FROM webhooks WHERE seq IN (
     SELECT seq FROM webhooks WHERE body_bytes = 0 AND received_at < :webhooks AND NOT (${WAITS})
       AND NOT (${HAS_BODIES})
     ORDER BY received_at LIMIT :limit)`,
  `DELETE FROM messages WHERE seq IN (
     SELECT seq FROM messages WHERE settled_at IS NOT NULL AND settled_at < :messages
     ORDER BY settled_at LIMIT :limit)`,
] as const;

/** Takes bodies away, and rows in the end: see `Store.forget`. Gives how many rows were changed or deleted. */
export function forget(
  db: DatabaseSync,
  before: ForgetBefore,
  limit: number,
): number {
  return inTransaction(db, () =>
    STATEMENTS.reduce((sum, statement) => {
      const named = Object.fromEntries(
        Object.entries({ ...before, limit }).filter(([name]) =>
          statement.includes(`:${name}`),
        ),
      );
      return sum + Number(db.prepare(statement).run(named).changes);
    }, 0),
  );
}
