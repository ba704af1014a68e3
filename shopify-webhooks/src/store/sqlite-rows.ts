/** The rows that the embedded store's statements give. */

export interface WebhookRow {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly test: number;
  readonly received_at: number;
  readonly body: Uint8Array;
  readonly starts: number;
}

export interface MessageRow {
  readonly seq: number;
  readonly message_id: string;
  readonly body: string;
  readonly failures: number;
}

export interface RecordRow {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly received_at: number;
  readonly status: string;
  readonly reason: string | null;
}
