import type { ConsentBasis, Subject } from '../ledger.ts';
import type { LeasedMessage, WebhookRecord } from './store.ts';

/** What the statements of `Store` give in either store. */

/** A message that was leased. */
export interface MessageRow {
  readonly seq: number;
  readonly message_id: string;
  readonly body: string;
  readonly failures: number;
  readonly starts: number;
  readonly first_start_at: number;
  readonly occurred_at: number;
  readonly resource: Subject | null;
  /** JSON. */
  readonly basis: string | null;
}

/** Leased messages, in the order in which they were mapped. */
export function leasedMessages(
  rows: readonly MessageRow[],
  lease: string,
): LeasedMessage[] {
  return rows
    .toSorted((a, b) => a.seq - b.seq)
    .map((row) => ({
      messageId: row.message_id,
      body: row.body,
      failures: row.failures,
      starts: row.starts,
      firstStartAt: row.first_start_at,
      occurredAt: row.occurred_at,
      resource: row.resource ?? undefined,
      basis:
        row.basis === null
          ? undefined
          : (JSON.parse(row.basis) as ConsentBasis),
      lease,
    }));
}

/** What became of a webhook. */
export interface RecordRow {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly received_at: number;
  readonly status: string;
  readonly reason: string | null;
}

export function webhookRecord({
  received_at: receivedAt,
  reason,
  ...record
}: RecordRow): WebhookRecord {
  return { ...record, receivedAt, reason: reason ?? undefined };
}
