import { learnable, type Subject } from '../ledger.ts';
import type { OutgoingMessage } from '../message.ts';
import { basesOf } from './denial-rows.ts';
import type { Named } from './named.ts';
import { NOW, type PostgresClock } from './postgres-clock.ts';
import { denialsOf, deny, lockDenials } from './postgres-denials.ts';
import { erase, eraseLate, lockErasing } from './postgres-erasure.ts';
import { learn, mergeKnown } from './postgres-known.ts';
import { become } from './postgres-merged.ts';
import {
  isParked,
  oursOf,
  outcomesOf,
  type Parked,
} from './postgres-outcomes.ts';
import type { PostgresPool, Queries } from './postgres-pool.ts';
import { findNamed } from './postgres-search.ts';
import { wake } from './postgres-waking.ts';
import { ORDER_WAIT_MS, type Settled, type WebhookOutcome } from './store.ts';

/** Writes what became of webhooks into PostgreSQL: a few statements, however many there are. */
export class PostgresSettling {
  readonly #pool: PostgresPool;
  readonly #clock: PostgresClock;

  constructor(pool: PostgresPool, clock: PostgresClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async settle(
    settled: readonly Settled[],
  ): Promise<(WebhookOutcome | undefined)[]> {
    const named = await findNamed(this.#pool, this.#clock, settled);
    // If it is lost it is done again, to the same end: no message is sent before it is on disk (`PostgresLeasing.messages`).
    const became = await this.#pool.transaction(
      async (queries) => {
        await lockErasing(queries, settled.some(isErasing));
        if (basesOf(settled).length > 0) await lockDenials(queries, 'shared');
        const recorded = new Set<Settled>();
        for (const run of runsOf(settled))
          for (const one of await this.#settleRun(queries, run, named))
            recorded.add(one);
        return outcomesOf(queries, settled, recorded);
      },
      { unhurried: true },
    );
    await wake(this.#pool, this.#clock, settled);
    return became;
  }

  /** Gives those that were recorded. */
  async #settleRun(
    queries: Queries,
    all: readonly Settled[],
    named: Named,
  ): Promise<readonly Settled[]> {
    const run = await eraseLate(queries, all);
    const parked = await this.#park(queries, run.filter(isParked));
    const others = run.filter((one) => !isParked(one));
    // The lease of the rest ran out and another worker has them: its outcome counts, not ours.
    const ours = await finish(queries, this.#clock, others);
    await this.#insert(queries, ours);
    for (const { leased, outcome } of ours)
      if (outcome.status === 'erased')
        await erase(queries, outcome.erase, leased.webhook.key, named);
    await write(queries, ours);
    return [...parked, ...ours];
  }

  async #park(
    queries: Queries,
    parked: readonly Parked[],
  ): Promise<readonly Parked[]> {
    if (parked.length === 0) return [];
    const rows = await queries.query<{ key: string }>(
      `UPDATE storefront_events.webhooks AS webhook
       SET status = 'parked', reason = outcome.reason, customer = outcome.customer, resource = outcome.resource,
         waits_for = outcome.waits_for, starts = 0, lease = NULL, due_at = ${NOW} + outcome.delay
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
         AS outcome (key, lease, reason, customer, resource, waits_for, delay)
       WHERE webhook.key = outcome.key AND webhook.lease = outcome.lease RETURNING webhook.key`,
      [
        this.#clock.given,
        ...concerning(parked),
        parked.map(({ outcome }) => outcome.waitsFor),
        parked.map(({ outcome }) => this.#clock.delay(outcome.dueAt)),
      ],
    );
    return oursOf(parked, rows);
  }

  async #insert(queries: Queries, ours: readonly Settled[]): Promise<void> {
    const messages = ours.flatMap(({ leased, outcome, ledger }) =>
      outcome.status === 'mapped'
        ? outcome.messages.map((message) =>
            rowOf(leased.webhook.key, ledger?.concerns.resource, message),
          )
        : [],
    );
    if (messages.length === 0) return;
    await queries.query(
      `INSERT INTO storefront_events.messages
         (message_id, webhook_key, event, body, status, reason, flags, basis, decision, resource, occurred_at,
          mapped_at, settled_at, due_at)
       SELECT message_id, webhook_key, event, body, status, reason, flags, basis, decision, resource, occurred_at::bigint,
         ${NOW}, CASE WHEN status = 'dead' THEN ${NOW} END,
         greatest(${NOW}, least(${NOW} + ${String(ORDER_WAIT_MS)}, coalesce((SELECT max(older.due_at)
           FROM storefront_events.messages AS older
           WHERE older.resource = message.resource AND older.status = 'mapped' AND older.lease IS NULL), 0)))
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
           $10::text[], $11::text[], $12::text[])
         WITH ORDINALITY AS message (message_id, webhook_key, event, body, status, reason, flags, basis, decision,
           resource, occurred_at, place)
       ORDER BY place ON CONFLICT (message_id) DO NOTHING`,
      [
        this.#clock.given,
        ...Array.from({ length: 11 }, (_, column) =>
          messages.map((row) => row[column]),
        ),
      ],
    );
  }
}

/** Those between an erasure or a merge and the next, which do not commute with others, are written together. */
function runsOf(settled: readonly Settled[]): Settled[][] {
  const runs: Settled[][] = [];
  let together = false;
  for (const one of settled) {
    const alone = isErasing(one) || one.ledger?.merge !== undefined;
    const last = runs.at(-1);
    if (together && !alone && last) last.push(one);
    else runs.push([one]);
    together = !alone;
  }
  return runs;
}

function isErasing({ outcome }: Settled): boolean {
  return outcome.status === 'erased';
}

/** Records outcomes; gives those that were still leased to us. */
async function finish(
  queries: Queries,
  clock: PostgresClock,
  settled: readonly Settled[],
): Promise<Settled[]> {
  if (settled.length === 0) return [];
  const rows = await queries.query<{ key: string }>(
    `UPDATE storefront_events.webhooks AS webhook
     SET status = outcome.status, reason = outcome.reason, customer = outcome.customer, resource = outcome.resource,
       waits_for = NULL, lease = NULL, settled_at = ${NOW}
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS outcome (key, lease, reason, customer, resource, status)
     WHERE webhook.key = outcome.key AND webhook.lease = outcome.lease
     RETURNING webhook.key`,
    [
      clock.given,
      ...concerning(settled),
      settled.map(({ outcome }) => outcome.status),
    ],
  );
  return oursOf(settled, rows);
}

/** What the ledger learns. Denials first, as where a visitor's message is recorded: everybody locks in one order. */
async function write(
  queries: Queries,
  settled: readonly Settled[],
): Promise<void> {
  const denials = await denialsOf(queries, basesOf(settled));
  await deny(
    queries,
    settled.flatMap(({ leased, ledger: { denial } = {} }) =>
      (denial?.categories ?? []).map((category) => ({
        subject: denial?.customer ?? '',
        category,
        at: denial?.at ?? 0,
        receivedAt: leased.webhook.receivedAt,
      })),
    ),
  );
  await learn(
    queries,
    settled.flatMap(({ leased: { webhook }, ledger }) =>
      (ledger?.facts ?? []).map((fact) => ({
        fact: learnable(fact, denials),
        shop: webhook.shop,
        receivedAt: webhook.receivedAt,
      })),
    ),
  );
  for (const { leased, ledger } of settled)
    if (ledger?.merge) {
      const { from, into } = ledger.merge;
      await become(queries, ledger.merge, leased.webhook.receivedAt);
      await queries.query(
        `INSERT INTO storefront_events.denials AS known (subject, category, denied_at, received_at)
         SELECT $2, category, denied_at, received_at FROM storefront_events.denials WHERE subject = $1
         ON CONFLICT (subject, category) DO UPDATE SET denied_at = greatest(known.denied_at, excluded.denied_at),
           received_at = greatest(known.received_at, excluded.received_at)`,
        [from, into],
      );
      await mergeKnown(queries, ledger.merge);
      await queries.query(
        `UPDATE storefront_events.webhooks SET customer = $2 WHERE customer = $1`,
        [from, into],
      );
    }
}

/** The columns that every outcome has: key, lease, reason, customer, resource. */
function concerning(settled: readonly Settled[]): unknown[][] {
  return [
    settled.map(({ leased }) => leased.webhook.key),
    settled.map(({ leased }) => leased.lease),
    settled.map(({ outcome }) =>
      outcome.status === 'mapped' ? null : outcome.reason,
    ),
    settled.map(({ ledger }) => ledger?.concerns.customer ?? null),
    settled.map(({ ledger }) => ledger?.concerns.resource ?? null),
  ];
}

/** In the order of the columns that the statement names. */
function rowOf(
  key: string,
  resource: Subject | undefined,
  message: OutgoingMessage,
): (string | null)[] {
  const { messageId, event, body, blocked, flags, basis } = message;
  return [
    messageId,
    key,
    event,
    body,
    blocked === undefined ? 'mapped' : 'dead',
    blocked ?? null,
    flags.length > 0 ? JSON.stringify(flags) : null,
    basis ? JSON.stringify(basis) : null,
    message.decision,
    resource ?? null,
    String(message.occurredAt),
  ];
}
