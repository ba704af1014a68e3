import type { Fact, Known, Merge, Subject } from '../ledger.ts';
import type { Json } from '../shopify/payload.ts';
import { mergePatch } from './merge-patch.ts';
import type { Queries } from './postgres-pool.ts';

/** A fact, and the webhook that it is from. */
export interface Learned {
  readonly fact: Fact;
  readonly shop: string;
  readonly receivedAt: number;
}

interface KnownRow {
  readonly subject: Subject;
  /** JSON. */
  readonly facts: string;
  readonly at: number;
  readonly shop: string;
  readonly cart: Subject | null;
  readonly visitor: Subject | null;
  readonly customer: Subject | null;
  readonly received_at: number;
}

/** Earlier than any fact. */
const NEVER = -1;

/** Adds facts to what is known. They are merged here, row by row under a lock, because `jsonb` cannot hold all of them. */
export async function learn(
  queries: Queries,
  learned: readonly Learned[],
): Promise<void> {
  const first = new Map<Subject, Learned>();
  for (const one of learned)
    if (!first.has(one.fact.subject)) first.set(one.fact.subject, one);
  if (first.size === 0) return;
  const places = [...first.values()]
    .map(({ fact, shop, receivedAt }) => place(fact.subject, shop, receivedAt))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));
  await insert(queries, places, `DO NOTHING`);
  const rows = new Map(places.map((row) => [row.subject, row]));
  for (const row of await lock(queries, `subject = ANY($1)`, [...rows.keys()]))
    rows.set(row.subject, row);
  for (const { fact, receivedAt } of learned) {
    const row = rows.get(fact.subject);
    if (row) rows.set(fact.subject, withFact(row, fact, receivedAt));
  }
  await write(queries, [...rows.values()]);
}

/** Takes away who these carts and visitors are. */
export async function forgetIdentities(
  queries: Queries,
  subjects: readonly Subject[],
): Promise<void> {
  const rows = await lock(
    queries,
    `cart = ANY($1) OR visitor = ANY($1)`,
    subjects,
  );
  const patch = { anonymousId: null, userId: null };
  await write(
    queries,
    rows.map((row) => ({ ...row, facts: patched(row.facts, patch) })),
  );
}

/** What is known of one customer is known of the other, the later one counting. */
export async function mergeKnown(
  queries: Queries,
  { from, into }: Merge,
): Promise<void> {
  const rows = await lock(queries, `subject = ANY($1)`, [from, into]);
  const [left, kept] = [from, into].map((subject) =>
    rows.find((row) => row.subject === subject),
  );
  if (left) {
    const late = kept === undefined || left.at >= kept.at;
    const facts = late
      ? patched(kept?.facts ?? '{}', parse(left.facts))
      : patched(left.facts, parse(kept.facts));
    await write(queries, [
      {
        ...(kept ?? { ...left, subject: into, customer: into }),
        facts,
        at: Math.max(left.at, kept?.at ?? NEVER),
      },
    ]);
    await queries.query(
      `DELETE FROM storefront_events.known WHERE subject = $1`,
      [from],
    );
  }
  await queries.query(
    `UPDATE storefront_events.known SET customer = $2 WHERE customer = $1`,
    [from, into],
  );
}

function place(subject: Subject, shop: string, received_at: number): KnownRow {
  const nobody = { cart: null, visitor: null, customer: null };
  return { subject, facts: '{}', at: NEVER, shop, ...nobody, received_at };
}

function withFact(
  row: KnownRow,
  { at, known, cart, visitor, customer }: Fact,
  received_at: number,
): KnownRow {
  const patch: Json = known;
  const facts =
    at >= row.at
      ? patched(row.facts, patch)
      : JSON.stringify(mergePatch(mergePatch({}, patch), parse(row.facts)));
  return {
    ...row,
    facts,
    at: Math.max(row.at, at),
    cart: cart ?? row.cart,
    visitor: visitor ?? row.visitor,
    customer: customer ?? row.customer,
    received_at,
  };
}

function patched(facts: string, patch: Json): string {
  return JSON.stringify(mergePatch(parse(facts), patch));
}

function parse(facts: string): Json {
  return JSON.parse(facts) as Known & Json;
}

function lock(
  queries: Queries,
  condition: string,
  subjects: readonly Subject[],
): Promise<KnownRow[]> {
  return queries.query<KnownRow>(
    `SELECT * FROM storefront_events.known WHERE ${condition} ORDER BY subject FOR UPDATE`,
    [subjects],
  );
}

// Also what was there: it may have been deleted for its age since.
function write(queries: Queries, rows: readonly KnownRow[]): Promise<void> {
  return insert(
    queries,
    rows,
    `DO UPDATE SET facts = excluded.facts, at = excluded.at, cart = excluded.cart, visitor = excluded.visitor,
       customer = excluded.customer, received_at = excluded.received_at`,
  );
}

async function insert(
  queries: Queries,
  rows: readonly KnownRow[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  await queries.query(
    `INSERT INTO storefront_events.known (subject, facts, at, shop, cart, visitor, customer, received_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
     ON CONFLICT (subject) ${onConflict}`,
    [
      rows.map((row) => row.subject),
      rows.map((row) => row.facts),
      rows.map((row) => row.at),
      rows.map((row) => row.shop),
      rows.map((row) => row.cart),
      rows.map((row) => row.visitor),
      rows.map((row) => row.customer),
      rows.map((row) => row.received_at),
    ],
  );
}
