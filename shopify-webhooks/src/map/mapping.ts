import type { Config } from '../config.ts';
import type { Permission } from '../consent.ts';
import type { SegmentMessage } from '../message.ts';
import type { Json } from '../shopify/payload.ts';

/** The part of the configuration that mappings depend on. */
export type MapConfig = Pick<Config, 'consent' | 'sendTestOrders' | 'shops'>;

/** What a mapping is given. */
export interface MapInput {
  readonly payload: Json;
  readonly shop: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** What may be sent about the person behind it. */
  readonly permission: Permission;
}

export type MapResult =
  | { readonly status: 'mapped'; readonly messages: readonly SegmentMessage[] }
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'dead'; readonly reason: string };
