import type { Fact, Known, Merge, Subject } from '../ledger.ts';
import type { Json } from '../shopify/payload.ts';
import { joinKnown } from './join-known.ts';
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

/**
 * Adds facts to what is known. They are merged here, row by row under a lock, because `jsonb` cannot hold all of them. Of
 * what somebody else begins to know at the same moment, the later one takes theirs and merges.
 */
export async function learn(
  queries: Queries,
  learned: readonly Learned[],
): Promise<void> {
  const sorted = Map.groupBy(learned, ({ fact }) => fact.subject);
  // In one order, whoever writes: nobody waits for somebody who waits for them.
  let subjects = [...sorted.keys()].sort();
  while (subjects.length > 0) {
    const there = new Map(
      (await lock(queries, `subject = ANY($1)`, subjects)).map((row) => [
        row.subject,
        row,
      ]),
    );
    const rows = subjects.map((subject) =>
      (sorted.get(subject) ?? []).reduce(withFact, there.get(subject)),
    );
    const known = rows.filter((row) => row !== undefined);
    await write(
      queries,
      known.filter(({ subject }) => there.has(subject)),
    );
    const written = new Set(
      await insert(
        queries,
        known.filter(({ subject }) => !there.has(subject)),
        'DO NOTHING',
      ),
    );
    subjects = subjects.filter(
      (subject) => !there.has(subject) && !written.has(subject),
    );
  }
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
        at: Math.max(left.at, kept?.at ?? left.at),
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

function withFact(
  row: KnownRow | undefined,
  { fact, shop, receivedAt }: Learned,
): KnownRow {
  const { subject, at, known, cart, visitor, customer } = fact;
  const patch: Json = known;
  const before = row?.facts ?? '{}';
  return {
    subject,
    facts:
      at >= (row?.at ?? at)
        ? patched(before, patch)
        : JSON.stringify(joinKnown(mergePatch({}, patch), parse(before))),
    at: Math.max(row?.at ?? at, at),
    shop: row?.shop ?? shop,
    cart: cart ?? row?.cart ?? null,
    visitor: visitor ?? row?.visitor ?? null,
    customer: customer ?? row?.customer ?? null,
    received_at: receivedAt,
  };
}

function patched(facts: string, patch: Json): string {
  return JSON.stringify(joinKnown(parse(facts), patch));
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
async function write(
  queries: Queries,
  rows: readonly KnownRow[],
): Promise<void> {
  await insert(
    queries,
    rows,
    `DO UPDATE SET facts = excluded.facts, at = excluded.at, cart = excluded.cart, visitor = excluded.visitor,
       customer = excluded.customer, received_at = excluded.received_at`,
  );
}

/** Gives the subjects whose rows were written. */
async function insert(
  queries: Queries,
  rows: readonly KnownRow[],
  onConflict: string,
): Promise<Subject[]> {
  if (rows.length === 0) return [];
  const written = await queries.query<{ subject: Subject }>(
    `INSERT INTO storefront_events.known (subject, facts, at, shop, cart, visitor, customer, received_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
     ON CONFLICT (subject) ${onConflict} RETURNING subject`,
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
  return written.map(({ subject }) => subject);
}
