import Table from 'cli-table3';
import type { StoreCounts, WebhookRecord } from '../store/store.ts';
import { reading } from './reading.ts';

/** Prints the counts and the newest webhooks with what became of them. */
export function status(
  env: NodeJS.ProcessEnv,
  options: { readonly json: boolean; readonly last: number },
): Promise<void> {
  return reading(env, async (store) => {
    const counts = await store.counts();
    const webhooks = await store.recent(options.last);
    if (options.json)
      console.log(JSON.stringify({ ...counts, recent: webhooks }));
    else print(counts, webhooks);
  });
}

function print(counts: StoreCounts, webhooks: readonly WebhookRecord[]): void {
  console.log(`webhooks  ${line(counts.webhooks)}`);
  console.log(`messages  ${line(counts.messages)}`);
  if (Object.keys(counts.decisions).length > 0)
    console.log(`consent   ${line(counts.decisions)}`);
  if (counts.flagged > 0)
    console.log(
      `flagged   ${String(counts.flagged)}: the plan misses something in them; the log says what`,
    );
  const table = new Table({
    head: ['received', 'topic', 'shop', 'outcome'],
    style: { head: [], border: [] },
  });
  for (const { topic, shop, receivedAt, status, reason } of webhooks)
    table.push([
      new Date(receivedAt).toISOString(),
      topic,
      shop,
      reason === undefined ? status : `${status}: ${reason}`,
    ]);
  console.log(table.toString());
}

function line(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(
    ([state, count]) => `${String(count)} ${state}`,
  );
  return parts.length > 0 ? parts.join(', ') : 'none';
}
