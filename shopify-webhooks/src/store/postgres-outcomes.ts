import type { Queries } from './postgres-pool.ts';
import { ERASED, type Settled, type WebhookOutcome } from './store.ts';

export type Parked = Settled & {
  readonly outcome: Extract<WebhookOutcome, { status: 'parked' }>;
};

export function isParked(one: Settled): one is Parked {
  return one.outcome.status === 'parked';
}

/** Those among them whose rows a statement gave back. */
export function oursOf<One extends Settled>(
  settled: readonly One[],
  rows: readonly { readonly key: string }[],
): One[] {
  const ours = new Set(rows.map(({ key }) => key));
  return settled.filter(({ leased }) => ours.has(leased.webhook.key));
}

/** What became of each: see `Store.settleWebhooks`. */
export async function outcomesOf(
  queries: Queries,
  settled: readonly Settled[],
  recorded: ReadonlySet<Settled>,
): Promise<(WebhookOutcome | undefined)[]> {
  const others = settled.filter((one) => !recorded.has(one));
  const rows =
    others.length === 0
      ? []
      : await queries.query<{ key: string }>(
          `SELECT key FROM storefront_events.webhooks
           WHERE key = ANY($1) AND status = 'ignored' AND reason = 'erased'`,
          [others.map(({ leased }) => leased.webhook.key)],
        );
  const erased = new Set(oursOf(others, rows));
  return settled.map((one) =>
    recorded.has(one) ? one.outcome : erased.has(one) ? ERASED : undefined,
  );
}
