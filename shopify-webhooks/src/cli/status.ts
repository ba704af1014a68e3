import type { Backlog, StoreCounts, WebhookRecord } from '../store/store.ts';
import { reading } from './reading.ts';
import { duration, moment, table, wrapped } from './table.ts';

/** Prints the counts and the newest webhooks with what became of them. */
export function status(
  env: NodeJS.ProcessEnv,
  options: { readonly json: boolean; readonly last: number },
): Promise<void> {
  return reading(env, async (store) => {
    const counts = await store.counts();
    const backlog = await store.backlog();
    const webhooks = await store.recent(options.last);
    if (options.json)
      console.log(JSON.stringify({ ...counts, backlog, recent: webhooks }));
    else print(counts, backlog, webhooks);
  });
}

function print(
  counts: StoreCounts,
  backlog: Backlog,
  webhooks: readonly WebhookRecord[],
): void {
  console.log(`webhooks  ${line(counts.webhooks)}`);
  console.log(`messages  ${line(counts.messages)}`);
  console.log(
    `waiting   webhooks: ${waiting(backlog.webhooks)} · messages: ${waiting(backlog.messages)}`,
  );
  if (Object.keys(counts.decisions).length > 0)
    console.log(`consent   ${line(counts.decisions)}`);
  if (counts.flagged > 0)
    console.log(
      `flagged   ${String(counts.flagged)}: the plan misses something in them; the log says what`,
    );
  if (backlog.webhooks.dead + backlog.messages.dead > 0)
    console.log('dead      storefront-events dead list');
  console.log(
    table(
      ['received (UTC)', 'topic', 'shop', 'outcome'],
      webhooks.map(({ topic, shop, receivedAt, status, reason }) => [
        moment(receivedAt),
        topic,
        shop,
        wrapped(reason === undefined ? status : `${status}: ${reason}`),
      ]),
    ),
  );
}

function waiting({ waiting, oldest }: Backlog['webhooks']): string {
  return waiting === 0 || oldest === undefined
    ? 'none'
    : `${waiting.toLocaleString('en')}, the oldest for ${duration(Date.now() - oldest)}`;
}

function line(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(
    ([state, count]) => `${String(count)} ${state}`,
  );
  return parts.length > 0 ? parts.join(', ') : 'none';
}
