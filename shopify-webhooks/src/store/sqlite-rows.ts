/** The rows that the embedded store's statements give. */

export interface WebhookRow {
  readonly key: string;
  readonly topic: string;
  readonly shop: string;
  readonly test: number;
  readonly received_at: number;
  readonly body: Uint8Array;
  readonly starts: number;
  readonly correction: number;
}

export interface HandoverRow {
  readonly cart: string;
  readonly anonymous_id: string;
  /** JSON. */
  readonly categories: string;
}

export interface ReceiptRow {
  readonly receipt_id: string;
  readonly received_at: number;
  readonly decided_at: string;
  /** JSON. */
  readonly categories: string;
  readonly model: string | null;
  readonly gpc: number;
  readonly policy_version: string;
  readonly platform: string | null;
  readonly anonymous_id: string | null;
}
