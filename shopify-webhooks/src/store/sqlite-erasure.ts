import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Subject } from '../ledger.ts';
import type { Webhook } from '../webhook.ts';
import { namesOf, ownersOf, type Named } from './named.ts';
import { inTransaction } from './sqlite-file.ts';
import { sameCustomers } from './sqlite-merged.ts';
import { searchNamed } from './sqlite-search.ts';
import type { SettledWebhook } from './sqlite-leases.ts';
import type { Erasure } from './store.ts';

type OfCustomer = Extract<Erasure, { scope: 'customer' }>;

const CUSTOMERS = `(SELECT value FROM json_each(:customers))`;
const RESOURCES = `(SELECT value FROM json_each(:resources))`;
const KEYS = `(SELECT value FROM json_each(:keys))`;
const KNOWN_OF_CUSTOMER = `customer IN ${CUSTOMERS} OR subject IN ${CUSTOMERS} OR subject IN ${RESOURCES}`;

/** Webhooks whose body is to be erased, among them the one that asks for it. */
const OF_CUSTOMER = `key = :key OR key IN ${KEYS} OR customer IN ${CUSTOMERS} OR resource IN ${RESOURCES}
  OR resource IN (SELECT subject FROM known WHERE customer IN ${CUSTOMERS})`;
const OF_SHOP = `shop = :shop OR key = :key`;

/** Forgets who was erased when nothing earlier waits to be mapped. */
export const FORGET_MARKS = `DELETE FROM erased WHERE NOT EXISTS (
  SELECT 1 FROM webhooks WHERE status IN ('received', 'parked') AND seq <= up_to)`;

interface Whose {
  readonly customers: readonly Subject[];
  readonly resources: readonly Subject[];
}

function valuesOf({ customers, resources }: Whose) {
  return {
    customers: JSON.stringify(customers),
    resources: JSON.stringify(resources),
  };
}

/**
 * Erases people from the embedded store. Rows stay, with their keys, so that a redelivery is known and nothing is sent
 * again; bodies go. What waits to be sent is not, any more. What waits to be mapped, or is being mapped, is erased when
 * it has been: then it is known whose it is, and nobody else's order is lost.
 */
export class SqliteErasure {
  readonly #db: DatabaseSync;
  readonly #earlier: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#earlier = db.prepare(
      `SELECT topic, coalesce((SELECT body FROM webhook_bodies WHERE seq = webhooks.seq), x'') AS body FROM webhooks
       WHERE key = ? AND lease = ? AND seq <= (SELECT max(up_to) FROM erased)`,
    );
  }

  /** What is to be erased beside what is known to be theirs; from then on what waits is theirs as well. */
  async find(erasure: Erasure): Promise<Named> {
    if (erasure.scope === 'shop') return { keys: [], resources: [] };
    inTransaction(this.#db, () => {
      const customers = sameCustomers(this.#db, erasure.customer);
      this.#mark(erasure, { customers, resources: erasure.orders });
    });
    return searchNamed(this.#db, erasure);
  }

  /**
   * Within a transaction.
   *
   * @param key of the webhook that asks for it
   * @param named what `find` gave
   */
  erase(erasure: Erasure, key: string, named: Named): void {
    if (erasure.scope === 'customer') {
      this.#eraseCustomer(erasure, key, named);
      return;
    }
    const { shop, isOnlyShop } = erasure;
    this.#eraseWebhooks(OF_SHOP, { shop, key });
    this.#run(`DELETE FROM known WHERE shop = :shop OR :all = 1`, {
      shop,
      all: isOnlyShop ? 1 : 0,
    });
    if (isOnlyShop)
      for (const table of ['denials', 'merged', 'handovers', 'receipts'])
        this.#run(`DELETE FROM ${table}`, {});
  }

  #eraseCustomer(erasure: OfCustomer, key: string, named: Named): void {
    const customers = sameCustomers(this.#db, erasure.customer);
    const resources = [...erasure.orders, ...named.resources];
    const values = valuesOf({ customers, resources });
    const keys = JSON.stringify(named.keys);
    this.#eraseWebhooks(OF_CUSTOMER, { ...values, key, keys });
    this.#mark(erasure, { customers, resources });
    this.#run(
      `UPDATE handovers SET anonymous_id = NULL
       WHERE cart IN (SELECT cart FROM known WHERE ${KNOWN_OF_CUSTOMER})
          OR visitor IN (SELECT visitor FROM known WHERE ${KNOWN_OF_CUSTOMER})`,
      values,
    );
    this.#run(`DELETE FROM known WHERE ${KNOWN_OF_CUSTOMER}`, values);
    for (const table of ['denials', 'merged'])
      this.#run(`DELETE FROM ${table} WHERE subject IN ${CUSTOMERS}`, {
        customers: values.customers,
      });
    this.#run(FORGET_MARKS, {});
  }

  /** Remembers who is erased, for what waits to be mapped. */
  #mark(erasure: OfCustomer, whose: Whose): void {
    const { customers, resources } = whose;
    const marks = [...customers, ...namesOf(erasure), ...resources];
    this.#run(
      `INSERT INTO erased (subject, up_to)
       SELECT subject, (SELECT max(seq) FROM webhooks) FROM (
         SELECT value AS subject FROM json_each(:marks)
         UNION SELECT subject FROM known WHERE ${KNOWN_OF_CUSTOMER})
       WHERE true
       ON CONFLICT (subject) DO UPDATE SET up_to = excluded.up_to`,
      { ...valuesOf(whose), marks: JSON.stringify(marks) },
    );
  }

  /** Erases what was received before somebody was erased, and is theirs, instead of recording what became of it. */
  eraseLate(settled: SettledWebhook): boolean {
    const { key } = settled.leased.webhook;
    const { lease } = settled.leased;
    if (settled.outcome.status === 'erased') return false;
    const earlier = this.#earlier.get(key, lease) as
      Pick<Webhook, 'topic' | 'body'> | undefined;
    if (!earlier) return false;
    const found = this.#db
      .prepare(
        `SELECT max(up_to) AS up_to FROM erased WHERE subject IN (SELECT value FROM json_each(?))
           AND up_to >= (SELECT seq FROM webhooks WHERE key = ?)`,
      )
      .get(JSON.stringify(ownersOf(earlier, settled)), key);
    const upTo = found?.['up_to'] ?? null;
    if (upTo === null) return false;
    this.#eraseWebhooks('key = :key', { key });
    const { concerns, facts = [] } = settled.ledger ?? {};
    // Whatever else is of this order, and waits.
    if (concerns?.resource !== undefined)
      this.#run(
        `INSERT INTO erased (subject, up_to) VALUES (:resource, :upTo)
         ON CONFLICT (subject) DO UPDATE SET up_to = max(up_to, excluded.up_to)`,
        { resource: concerns.resource, upTo: Number(upTo) },
      );
    this.#run(
      `UPDATE handovers SET anonymous_id = NULL
       WHERE cart IN (SELECT value FROM json_each(:owners)) OR visitor IN (SELECT value FROM json_each(:owners))`,
      {
        owners: JSON.stringify(
          facts.flatMap(({ cart, visitor }) => [cart, visitor]),
        ),
      },
    );
    return true;
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
      `UPDATE messages SET body_bytes = 0, basis = NULL, resource = NULL, reason = 'erased'
       WHERE webhook_key IN (SELECT key FROM webhooks WHERE ${condition})`,
      values,
    );
    this.#run(
      `UPDATE webhooks SET body_bytes = 0, customer = NULL, resource = NULL, waits_for = NULL, lease = NULL,
         reason = CASE WHEN status = 'erased' THEN reason ELSE 'erased' END,
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
