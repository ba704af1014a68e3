import { NOW, type PostgresClock } from './postgres-clock.ts';
import type { PostgresPool, Queries } from './postgres-pool.ts';
import {
  ORDER_WAIT_MS,
  type LeasedMessage,
  type MessageOutcome,
} from './store.ts';

interface Outcome<Status extends MessageOutcome['status']> {
  readonly leased: LeasedMessage;
  readonly outcome: Extract<MessageOutcome, { status: Status }>;
}

type Done = 'handed over' | 'dead' | 'withheld';

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
      outcome.status !== 'waiting' && outcome.status !== 'taken back',
  );
  // If it is lost the same is sent again under the same id.
  await pool.transaction(
    async (queries) => {
      await wait(queries, clock, waiting as Outcome<'waiting'>[]);
      await finish(queries, clock, done as Outcome<Done>[]);
      await takeBack(queries, clock, takenBack);
    },
    { unhurried: true },
  );
}

async function wait(
  queries: Queries,
  clock: PostgresClock,
  waiting: readonly Outcome<'waiting'>[],
): Promise<void> {
  if (waiting.length === 0) return;
  const rows = await queries.query<{ resource: string | null }>(
    `UPDATE storefront_events.messages AS message
     SET due_at = ${NOW} + outcome.delay, reason = outcome.reason, failures = failures + outcome.failed, lease = NULL,
       first_start_at = CASE WHEN outcome.untried = 1 AND starts = 1 THEN NULL ELSE first_start_at END,
       starts = starts - outcome.untried
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[], $7::integer[])
       AS outcome (message_id, lease, reason, delay, failed, untried)
     WHERE message.message_id = outcome.message_id AND message.lease = outcome.lease
     RETURNING message.resource`,
    [
      clock.given,
      ...leasesOf(waiting),
      waiting.map(({ outcome }) => outcome.reason),
      waiting.map(({ outcome }) => clock.delay(outcome.dueAt)),
      waiting.map(({ outcome }) => (outcome.attempt === 'failed' ? 1 : 0)),
      waiting.map(({ outcome }) => (outcome.attempt === 'untried' ? 1 : 0)),
    ],
  );
  const resources = rows.flatMap(({ resource }) => resource ?? []);
  if (resources.length > 0) await keepOrder(queries, resources);
}

/** Puts what is younger behind what is older and waits, for a while. */
async function keepOrder(
  queries: Queries,
  resources: readonly string[],
): Promise<void> {
  await queries.query(
    `WITH waiting AS (
       SELECT seq, max(due_at) OVER (PARTITION BY resource ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS older
       FROM storefront_events.messages WHERE resource = ANY($1) AND status = 'mapped' AND lease IS NULL
     )
     UPDATE storefront_events.messages AS message SET due_at = least(waiting.older, message.mapped_at + $2)
     FROM waiting
     WHERE message.seq = waiting.seq AND message.status = 'mapped' AND message.lease IS NULL
       AND message.due_at < least(waiting.older, message.mapped_at + $2) AND waiting.older IS NOT NULL`,
    [resources, ORDER_WAIT_MS],
  );
}

async function finish(
  queries: Queries,
  clock: PostgresClock,
  done: readonly Outcome<Done>[],
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
        outcome.status === 'handed over'
          ? (outcome.note ?? null)
          : outcome.reason,
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
     UPDATE storefront_events.webhooks SET status = 'received', starts = 0, settled_at = NULL, due_at = ${NOW}
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
