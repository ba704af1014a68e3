import type {
  DeadLetter,
  FoundMessage,
  FoundWebhook,
  SettledRecord,
} from './operations.ts';
import type { RecordRow as WebhookRecordRow } from './store-rows.ts';

/** The rows that the statements of `Operations` give, in either store. */

export interface RecordRow {
  readonly type: 'webhook' | 'message';
  readonly id: string;
  readonly topic: string;
  readonly shop: string;
  readonly event: string | null;
  readonly received_at: number;
  readonly status: string;
  readonly reason: string | null;
  readonly settled_at: number;
  readonly occurred_at: number | null;
  readonly starts: number;
}

export interface WebhookRow extends WebhookRecordRow {
  readonly starts: number;
  readonly correction: number;
  readonly body: Uint8Array;
}

export interface MessageRow {
  readonly message_id: string;
  readonly event: string;
  readonly status: string;
  readonly reason: string | null;
  readonly flags: string | null;
  readonly decision: string | null;
  readonly occurred_at: number;
  readonly mapped_at: number;
  readonly first_start_at: number | null;
  readonly settled_at: number | null;
  readonly starts: number;
  readonly failures: number;
  readonly body: string;
}

export function deadLetter(row: RecordRow): DeadLetter {
  const { type, id, topic, event, received_at: receivedAt, reason } = row;
  return {
    type,
    id,
    topic,
    event: event ?? undefined,
    receivedAt,
    reason: reason ?? undefined,
  };
}

export function settledRecord(row: RecordRow): SettledRecord {
  return {
    ...deadLetter(row),
    shop: row.shop,
    status: row.status,
    settledAt: row.settled_at,
    occurredAt: row.occurred_at ?? undefined,
    starts: row.starts,
  };
}

export function foundWebhook(
  row: WebhookRow,
  messages: readonly MessageRow[],
): FoundWebhook {
  const { key, topic, shop, status, starts, correction } = row;
  return {
    key,
    topic,
    shop,
    status,
    starts,
    correction,
    receivedAt: row.received_at,
    reason: row.reason ?? undefined,
    body: new Uint8Array(row.body),
    messages: messages.map(foundMessage),
  };
}

function foundMessage(row: MessageRow): FoundMessage {
  const { event, status, starts, failures, body } = row;
  return {
    messageId: row.message_id,
    event,
    status,
    starts,
    failures,
    body,
    reason: row.reason ?? undefined,
    flags: JSON.parse(row.flags ?? '[]') as string[],
    decision: row.decision ?? undefined,
    occurredAt: row.occurred_at,
    mappedAt: row.mapped_at,
    firstStartAt: row.first_start_at ?? undefined,
    settledAt: row.settled_at ?? undefined,
  };
}
