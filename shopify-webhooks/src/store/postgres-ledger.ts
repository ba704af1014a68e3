import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type {
  Denials,
  Handover,
  Known,
  LedgerEntry,
  Receipt,
  Subject,
} from '../ledger.ts';
import { GroupCommit } from './group-commit.ts';
import { knownOfSame, type SameRow } from './join-known.ts';
import { denialsOf, deny, lockDenials } from './postgres-denials.ts';
import { FORGET_MARKS } from './postgres-erasure.ts';
import { forgetIdentities } from './postgres-known.ts';
import { lookUp } from './postgres-look-up.ts';
import { SAME } from './postgres-merged.ts';
import {
  postgresCodeOf,
  type PostgresPool,
  type Queries,
} from './postgres-pool.ts';
import type { Ledger, PruneBefore, Recorded } from './store.ts';

type HandedOver = NonNullable<LedgerEntry['handover']> & {
  readonly receivedAt: number;
};

/** A visitor's browser waits for it, and asks again. */
const RECORD_TIMEOUT_MS = 4000;

/** Nothing is known of a subject. */
const unknown = (subject: string) =>
  ['subject', 'cart', 'visitor', 'customer']
    .map(
      (column) =>
        `NOT EXISTS (SELECT 1 FROM storefront_events.known WHERE ${column} = ${subject})`,
    )
    .join(' AND ');

/** Nothing is known that the denial `old` could lower. */
const UNKNOWN = `${unknown('old.subject')}
  AND NOT EXISTS (SELECT 1 FROM storefront_events.merged WHERE subject = old.subject)`;
/** Nothing is known of the customers that `old` says are one. */
const MERGED_UNKNOWN = `${unknown('old.subject')} AND ${unknown('old.kept')}`;

/** The ledger and the receipts in PostgreSQL. */
export class PostgresLedger implements Ledger {
  readonly #pool: PostgresPool;
  readonly #entries: GroupCommit<LedgerEntry, Recorded>;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
    this.#entries = new GroupCommit((entries) => this.#write(entries));
  }

  async record(entry: LedgerEntry): Promise<Recorded> {
    try {
      return await this.#entries.add(entry);
    } catch (error) {
      return { status: 'unavailable', reason: postgresCodeOf(error) };
    }
  }

  async #write(entries: readonly LedgerEntry[]): Promise<Recorded[]> {
    await this.#pool.transaction(
      async (queries) => {
        if (entries.some(({ withdrawn }) => withdrawn))
          await lockDenials(queries, 'alone');
        await keepReceipts(
          queries,
          entries.flatMap(({ receipt }) => receipt ?? []),
        );
        await deny(queries, entries.flatMap(denialsIn));
        for (const phase of phasesOf(entries)) {
          await withdraw(queries, phase.withdrawn);
          await handOver(queries, phase.handedOver);
        }
      },
      { timeoutMs: RECORD_TIMEOUT_MS },
    );
    return entries.map(() => ({ status: 'recorded' }));
  }

  denialsOf(subjects: readonly Subject[]): Promise<Denials> {
    return denialsOf(this.#pool, subjects);
  }

  async knownOf(
    subjects: readonly Subject[],
  ): Promise<ReadonlyMap<Subject, Known>> {
    return knownOfSame(
      await this.#pool.query<SameRow>(
        `${SAME} SELECT same.subject, same.other, facts
         FROM same, ${lookUp('SELECT facts FROM storefront_events.known WHERE known.subject = same.other')} AS known`,
        [subjects],
      ),
    );
  }

  async handoversOf(
    carts: readonly Subject[],
  ): Promise<ReadonlyMap<Subject, Handover>> {
    const rows = await this.#pool.query<{
      cart: Subject;
      anonymous_id: string;
      categories: string;
    }>(
      `SELECT cart, anonymous_id, categories FROM storefront_events.handovers
       WHERE cart = ANY($1) AND anonymous_id IS NOT NULL`,
      [carts],
    );
    return new Map(
      rows.map(({ cart, anonymous_id: anonymousId, categories }) => [
        cart,
        {
          anonymousId,
          categoryPreferences: JSON.parse(categories) as CategoryPreferences,
        },
      ]),
    );
  }

  async prune(before: PruneBefore, limit: number): Promise<number> {
    let deleted = 0;
    const ofDenials = Math.min(before.visitors, before.orders);
    const tables = [
      ['handovers', before.visitors, 'TRUE'],
      ['known', before.orders, 'TRUE'],
      ['merged', ofDenials, MERGED_UNKNOWN],
      ['denials', ofDenials, UNKNOWN],
      ['receipts', before.receipts, 'TRUE'],
    ] as const;
    // Each on its own, and what somebody else is deleting is theirs.
    for (const [table, time, condition] of tables) {
      const rows = await this.#pool.query(
        `DELETE FROM storefront_events.${table} WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM storefront_events.${table} AS old WHERE received_at < $1 AND ${condition}
           ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1 AS one`,
        [time, limit],
      );
      deleted += rows.length;
    }
    const marks = await this.#pool.query(`${FORGET_MARKS} RETURNING 1 AS one`);
    return deleted + marks.length;
  }
}

function denialsIn({ denial, receivedAt }: LedgerEntry) {
  const { subjects, categories, at } = denial;
  return subjects.flatMap((subject) =>
    categories.map((category) => ({ subject, category, at, receivedAt })),
  );
}

interface Phase {
  readonly withdrawn: Subject[];
  readonly handedOver: HandedOver[];
}

/** What was handed over before a withdrawal is erased by it, and what came after it is not. */
function phasesOf(entries: readonly LedgerEntry[]): Phase[] {
  const phases: Phase[] = [];
  for (const { withdrawn, denial, handover, receivedAt } of entries) {
    let phase = phases.at(-1);
    if (!phase || (withdrawn && phase.handedOver.length > 0)) {
      phase = { withdrawn: [], handedOver: [] };
      phases.push(phase);
    }
    if (withdrawn) phase.withdrawn.push(...denial.subjects);
    if (handover) phase.handedOver.push({ ...handover, receivedAt });
  }
  return phases;
}

async function keepReceipts(
  queries: Queries,
  receipts: readonly Receipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  await queries.query(
    `INSERT INTO storefront_events.receipts
       (receipt_id, received_at, decided_at, categories, model, gpc, policy_version, platform, anonymous_id)
     SELECT receipt_id, received_at, decided_at, categories, model, gpc, policy_version, platform, anonymous_id
     FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::text[])
       WITH ORDINALITY
       AS receipt (receipt_id, received_at, decided_at, categories, model, gpc, policy_version, platform, anonymous_id, place)
     ORDER BY place ON CONFLICT (receipt_id) DO NOTHING`,
    [
      receipts.map(({ receiptId }) => receiptId),
      receipts.map(({ receivedAt }) => receivedAt),
      receipts.map(({ decidedAt }) => decidedAt),
      receipts.map(({ categories }) => JSON.stringify(categories)),
      receipts.map(({ model }) => model ?? null),
      receipts.map(({ gpc }) => gpc),
      receipts.map(({ policyVersion }) => policyVersion),
      receipts.map(({ platform }) => platform ?? null),
      receipts.map(({ anonymousId }) => anonymousId ?? null),
    ],
  );
}

// The row stays, so that nobody else can take the place.
async function withdraw(
  queries: Queries,
  subjects: readonly Subject[],
): Promise<void> {
  if (subjects.length === 0) return;
  await queries.query(
    `UPDATE storefront_events.handovers SET anonymous_id = NULL WHERE cart = ANY($1) OR visitor = ANY($1)`,
    [subjects],
  );
  await forgetIdentities(queries, subjects);
}

async function handOver(
  queries: Queries,
  handovers: readonly HandedOver[],
): Promise<void> {
  if (handovers.length === 0) return;
  await queries.query(
    `INSERT INTO storefront_events.handovers (cart, visitor, anonymous_id, categories, received_at)
     SELECT cart, visitor, anonymous_id, categories, received_at
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
       WITH ORDINALITY AS handover (cart, visitor, anonymous_id, categories, received_at, place)
     ORDER BY place ON CONFLICT (cart) DO NOTHING`,
    [
      handovers.map(({ cart }) => cart),
      handovers.map(({ visitor }) => visitor),
      handovers.map(({ anonymousId }) => anonymousId),
      handovers.map(({ categoryPreferences }) =>
        JSON.stringify(categoryPreferences),
      ),
      handovers.map(({ receivedAt }) => receivedAt),
    ],
  );
}
