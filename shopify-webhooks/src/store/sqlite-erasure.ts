import type { DatabaseSync } from 'node:sqlite';
import { sameCustomers } from './sqlite-merged.ts';
import type { Erasure } from './store.ts';

/** Webhooks whose body is to be erased, among them the one that asks for it. */
const OF_CUSTOMER = `key = :key OR customer IN (SELECT value FROM json_each(:customers))
  OR resource IN (SELECT value FROM json_each(:orders))
  OR resource IN (SELECT subject FROM known WHERE customer IN (SELECT value FROM json_each(:customers)))
  OR (customer IS NULL AND resource IS NULL AND EXISTS (
    SELECT 1 FROM json_each(:names) WHERE instr(CAST(body AS TEXT), value) > 0))`;
const KNOWN_OF_CUSTOMER = `customer IN (SELECT value FROM json_each(:customers))
  OR subject IN (SELECT value FROM json_each(:customers)) OR subject IN (SELECT value FROM json_each(:orders))`;
const OF_SHOP = `shop = :shop OR key = :key`;

/**
 * Erases people from the embedded store. Rows stay, with their keys, so that a redelivery is known and nothing is sent
 * again; bodies go. What waits to be mapped or sent is not, any more; what is being mapped is not recorded.
 */
export class SqliteErasure {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** @param key of the webhook that asks for it; within a transaction */
  erase(erasure: Erasure, key: string): void {
    if (erasure.scope === 'shop') {
      const { shop, isOnlyShop } = erasure;
      this.#eraseWebhooks(OF_SHOP, { shop, key });
      this.#run(`DELETE FROM known WHERE shop = :shop OR :all = 1`, {
        shop,
        all: isOnlyShop ? 1 : 0,
      });
      if (isOnlyShop)
        for (const table of ['denials', 'merged', 'handovers', 'receipts'])
          this.#run(`DELETE FROM ${table}`, {});
      return;
    }
    const customers = JSON.stringify(sameCustomers(this.#db, erasure.customer));
    const orders = JSON.stringify(erasure.orders);
    const names = JSON.stringify(erasure.names);
    this.#eraseWebhooks(OF_CUSTOMER, { key, customers, orders, names });
    this.#run(
      `UPDATE handovers SET anonymous_id = NULL
       WHERE cart IN (SELECT cart FROM known WHERE ${KNOWN_OF_CUSTOMER})
          OR visitor IN (SELECT visitor FROM known WHERE ${KNOWN_OF_CUSTOMER})`,
      { customers, orders },
    );
    this.#run(`DELETE FROM known WHERE ${KNOWN_OF_CUSTOMER}`, {
      customers,
      orders,
    });
    for (const table of ['denials', 'merged'])
      this.#run(
        `DELETE FROM ${table} WHERE subject IN (SELECT value FROM json_each(:customers))`,
        { customers },
      );
  }

  #eraseWebhooks(
    condition: string,
    values: Readonly<Record<string, string>>,
  ): void {
    this.#run(
      `DELETE FROM messages WHERE status = 'mapped'
         AND webhook_key IN (SELECT key FROM webhooks WHERE ${condition})`,
      values,
    );
    this.#run(
      `UPDATE messages SET body = '', basis = NULL, reason = 'erased'
       WHERE webhook_key IN (SELECT key FROM webhooks WHERE ${condition})`,
      values,
    );
    this.#run(
      `UPDATE webhooks SET body = x'', customer = NULL, resource = NULL, waits_for = NULL, lease = NULL,
         reason = CASE WHEN key = :key THEN reason ELSE 'erased' END,
         status = CASE WHEN status IN ('received', 'parked', 'dead') THEN 'ignored' ELSE status END
       WHERE ${condition}`,
      values,
    );
  }

  #run(
    statement: string,
    values: Readonly<Record<string, string | number>>,
  ): void {
    this.#db.prepare(statement).run(values);
  }
}
