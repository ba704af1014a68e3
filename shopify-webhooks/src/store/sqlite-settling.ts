import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { learnable, type Denials, type Fact, type Merge } from '../ledger.ts';
import { basesOf } from './denial-rows.ts';
import { SqliteDenials } from './sqlite-denials.ts';
import type { Named } from './named.ts';
import { mergePatch } from './merge-patch.ts';
import { SqliteErasure } from './sqlite-erasure.ts';
import { emptyLog, inTransaction, unhurried } from './sqlite-file.ts';
import type { SqliteMessages } from './sqlite-messages.ts';
import { become, joined } from './sqlite-merged.ts';
import type { Became, SettledWebhook, WebhookLease } from './sqlite-leases.ts';
import type { LedgerWrite } from './store.ts';

/** Writes what became of webhooks into the embedded store. */
export class SqliteSettling {
  readonly #db: DatabaseSync;
  readonly #messages: SqliteMessages;
  readonly #now: () => number;
  readonly #quiet: () => void;
  readonly #erasure: SqliteErasure;
  readonly #denials: SqliteDenials;
  readonly #settle: StatementSync;
  readonly #park: StatementSync;
  readonly #isErased: StatementSync;
  readonly #wake: StatementSync;
  readonly #learn: StatementSync;
  #logHoldsErased: boolean;

  /** @param quiet waits until nobody else in this process uses the log */
  constructor(
    db: DatabaseSync,
    messages: SqliteMessages,
    now: () => number,
    quiet: () => void,
  ) {
    this.#db = db;
    this.#messages = messages;
    this.#now = now;
    this.#quiet = quiet;
    this.#erasure = new SqliteErasure(db);
    this.#denials = new SqliteDenials(db);
    // A process that was killed may have left it so.
    this.#logHoldsErased = !emptyLog(db);
    this.#settle = db.prepare(
      `UPDATE webhooks SET status = ?, reason = ?, customer = ?, resource = ?, waits_for = NULL, lease = NULL, settled_at = ?
       WHERE key = ? AND lease = ?`,
    );
    // What it waits for may have become known while it was mapped.
    this.#park = db.prepare(
      `UPDATE webhooks SET status = 'parked', reason = :reason, customer = :customer, resource = :resource,
         waits_for = :waitsFor, starts = 0, lease = NULL,
         due_at = CASE WHEN EXISTS (SELECT 1 FROM known WHERE subject = :waitsFor AND json_extract(facts, '$.told')) THEN :now ELSE :dueAt END
       WHERE key = :key AND lease = :lease`,
    );
    this.#isErased = db.prepare(
      `SELECT 1 FROM webhooks WHERE key = ? AND status = 'ignored' AND reason = 'erased'`,
    );
    this.#wake = db.prepare(
      `UPDATE webhooks SET due_at = min(due_at, ?) WHERE waits_for = ? AND status = 'parked' AND lease IS NULL`,
    );
    this.#learn = db.prepare(
      `INSERT INTO known (subject, facts, at, shop, cart, visitor, customer, received_at)
       VALUES (:subject, :fresh, :at, :shop, :cart, :visitor, :customer, :received)
       ON CONFLICT (subject) DO UPDATE SET
         facts = CASE WHEN :at >= at THEN ${joined('facts', ':facts')} ELSE ${joined(':fresh', 'facts')} END,
         at = max(at, :at), cart = coalesce(:cart, cart), visitor = coalesce(:visitor, visitor),
         customer = coalesce(:customer, customer), received_at = :received`,
    );
  }

  async settle(settled: readonly SettledWebhook[]): Promise<Became[]> {
    const named = new Map<SettledWebhook, Named>();
    for (const one of settled)
      if (one.outcome.status === 'erased')
        named.set(one, await this.#erasure.find(one.outcome.erase));
    // If it is lost it is done again, to the same end: no message is sent before it is on disk (`SqliteMessages.lease`).
    const became = unhurried(this.#db, () =>
      inTransaction(this.#db, () => {
        const denials = this.#denials.of(basesOf(settled));
        return settled.map((one) =>
          this.#settleOne(one, denials, named.get(one)),
        );
      }),
    );
    if (settled.some(({ outcome }) => outcome.status === 'erased'))
      this.#logHoldsErased = true;
    // Whoever reads the file at this moment puts it off until something is settled again.
    if (this.#logHoldsErased) {
      this.#quiet();
      this.#logHoldsErased = !emptyLog(this.#db);
    }
    return became;
  }

  #settleOne(
    settled: SettledWebhook,
    denials: Denials,
    named: Named | undefined,
  ): Became {
    const { leased, outcome, ledger } = settled;
    if (this.#erasure.eraseLate(settled)) {
      this.#logHoldsErased = true;
      return 'erased';
    }
    // Nothing changed: it was erased, or the lease ran out and another worker has it. Its outcome counts, not ours.
    if (!this.#isSettled(settled))
      return this.#isErased.get(leased.webhook.key) ? 'erased' : 'not ours';
    if (outcome.status === 'mapped')
      for (const message of outcome.messages)
        this.#messages.add(
          leased.webhook.key,
          ledger?.concerns.resource ?? null,
          message,
        );
    if (outcome.status === 'erased' && named)
      this.#erasure.erase(outcome.erase, leased.webhook.key, named);
    if (ledger && outcome.status !== 'parked')
      this.#write(leased, ledger, denials);
    return 'settled';
  }

  #isSettled({ leased, outcome, ledger }: SettledWebhook): boolean {
    const { key } = leased.webhook;
    const { customer = null, resource = null } = ledger?.concerns ?? {};
    if (outcome.status !== 'parked') {
      const reason = outcome.status === 'mapped' ? null : outcome.reason;
      return (
        this.#settle.run(
          outcome.status,
          reason,
          customer,
          resource,
          this.#now(),
          key,
          leased.lease,
        ).changes > 0
      );
    }
    const { reason, waitsFor, dueAt } = outcome;
    return (
      this.#park.run({
        reason,
        customer,
        resource,
        waitsFor: waitsFor ?? null,
        dueAt,
        now: this.#now(),
        key,
        lease: leased.lease,
      }).changes > 0
    );
  }

  #write(
    { webhook }: WebhookLease,
    { facts = [], denial, merge }: LedgerWrite,
    denials: Denials,
  ): void {
    const { shop, receivedAt } = webhook;
    for (const fact of facts) {
      this.#learnOne(learnable(fact, denials), shop, receivedAt);
      if (fact.known.told) this.#wake.run(this.#now(), fact.subject);
    }
    if (denial)
      for (const category of denial.categories)
        this.#denials.deny(denial.customer, category, denial.at, receivedAt);
    if (merge) this.#merge(merge, receivedAt);
  }

  #learnOne(
    { subject, at, known, cart, visitor, customer }: Fact,
    shop: string,
    received: number,
  ): void {
    this.#learn.run({
      subject,
      facts: JSON.stringify(known),
      // Where nothing is known yet, there is nothing to take away.
      fresh: JSON.stringify(mergePatch({}, known)),
      at,
      shop,
      cart: cart ?? null,
      visitor: visitor ?? null,
      customer: customer ?? null,
      received,
    });
  }

  /** What one customer has said and denied, the other has: the later of both counts. */
  #merge({ from, into }: Merge, receivedAt: number): void {
    become(this.#db, { from, into }, receivedAt);
    const statements = [
      `INSERT INTO denials (subject, category, denied_at, received_at)
       SELECT :into, category, denied_at, received_at FROM denials WHERE subject = :from
       ON CONFLICT (subject, category) DO UPDATE SET denied_at = max(denied_at, excluded.denied_at),
         received_at = max(received_at, excluded.received_at)`,
      `INSERT INTO known (subject, facts, at, shop, cart, visitor, customer, received_at)
       SELECT :into, facts, at, shop, cart, visitor, :into, received_at FROM known WHERE subject = :from
       ON CONFLICT (subject) DO UPDATE SET
         facts = CASE WHEN excluded.at >= at THEN ${joined('facts', 'excluded.facts')} ELSE ${joined('excluded.facts', 'facts')} END,
         at = max(at, excluded.at)`,
      `UPDATE known SET customer = :into WHERE customer = :from`,
      `UPDATE webhooks SET customer = :into WHERE customer = :from`,
    ];
    for (const statement of statements)
      this.#db.prepare(statement).run({ from, into });
    this.#db.prepare(`DELETE FROM known WHERE subject = ?`).run(from);
  }
}
