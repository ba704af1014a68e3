import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool, Queries } from './postgres-pool.ts';
import type { LeasedMessage, MessageOutcome } from './store.ts';

interface Outcome<Status extends MessageOutcome['status']> {
  readonly leased: LeasedMessage;
  readonly outcome: Extract<MessageOutcome, { status: Status }>;
}

type Settled = Outcome<MessageOutcome['status']>;

/** Writes what became of messages into PostgreSQL, a statement for each kind of outcome. */
export async function settleMessages(
  pool: PostgresPool,
  clock: PostgresClock,
  settled: readonly Settled[],
): Promise<void> {
  // In one order, whoever writes: nobody waits for somebody who waits for them.
  const sorted = [...settled].sort((a, b) =>
    a.leased.messageId < b.leased.messageId ? -1 : 1,
  );
  const waiting = sorted.filter((one) => one.outcome.status === 'waiting');
  const takenBack = sorted.filter((one) => one.outcome.status === 'taken back');
  const done = sorted.filter(
    ({ outcome }) =>
      outcome.status === 'handed over' || outcome.status === 'dead',
  );
  await pool.transaction(async (queries) => {
    await wait(queries, clock, waiting as Outcome<'waiting'>[]);
    await finish(queries, clock, done as Outcome<'handed over' | 'dead'>[]);
    await takeBack(queries, clock, takenBack);
  });
}

async function wait(
  queries: Queries,
  clock: PostgresClock,
  waiting: readonly Outcome<'waiting'>[],
): Promise<void> {
  if (waiting.length === 0) return;
  await queries.query(
    `UPDATE storefront_events.messages AS message
     SET due_at = ${NOW} + outcome.delay, reason = outcome.reason, failures = failures + outcome.failed, lease = NULL
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[])
       AS outcome (message_id, lease, reason, delay, failed)
     WHERE message.message_id = outcome.message_id AND message.lease = outcome.lease`,
    [
      clock.given,
      ...leasesOf(waiting),
      waiting.map(({ outcome }) => outcome.reason),
      waiting.map(({ outcome }) => clock.delay(outcome.dueAt)),
      waiting.map(({ outcome }) => (outcome.counted ? 1 : 0)),
    ],
  );
}

async function finish(
  queries: Queries,
  clock: PostgresClock,
  done: readonly Outcome<'handed over' | 'dead'>[],
): Promise<void> {
  if (done.length === 0) return;
  await queries.query(
    `UPDATE storefront_events.messages AS message
     SET status = outcome.status, reason = outcome.reason, settled_at = ${NOW}, lease = NULL
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS outcome (message_id, lease, status, reason)
     WHERE message.message_id = outcome.message_id AND message.lease = outcome.lease`,
    [
      clock.given,
      ...leasesOf(done),
      done.map(({ outcome }) => outcome.status),
      done.map(({ outcome }) =>
        outcome.status === 'dead' ? outcome.reason : null,
      ),
    ],
  );
}

async function takeBack(
  queries: Queries,
  clock: PostgresClock,
  takenBack: readonly Settled[],
): Promise<void> {
  if (takenBack.length === 0) return;
  await queries.query(
    `WITH taken AS (
       DELETE FROM storefront_events.messages AS message
       USING unnest($2::text[], $3::text[]) AS outcome (message_id, lease)
       WHERE message.message_id = outcome.message_id AND message.lease = outcome.lease
       RETURNING webhook_key
     )
     UPDATE storefront_events.webhooks SET status = 'received', starts = 0, due_at = ${NOW}
     WHERE key IN (SELECT webhook_key FROM taken) AND length(body) > 0`,
    [clock.given, ...leasesOf(takenBack)],
  );
}

function leasesOf(
  settled: readonly { readonly leased: LeasedMessage }[],
): string[][] {
  return [
    settled.map(({ leased }) => leased.messageId),
    settled.map(({ leased }) => leased.lease),
  ];
}
