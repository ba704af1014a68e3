import type { About } from '../about.ts';
import type { Config } from '../config.ts';
import type { Permission, Whole } from '../consent.ts';
import type { Known, KnownOrder } from '../ledger.ts';
import type { MapSettings } from '../map-settings.ts';
import type { MessageContext, SegmentMessage, Traits } from '../message.ts';
import type { Json } from '../shopify/payload.ts';

/** The part of the configuration that mappings depend on. */
export type MapConfig = Pick<Config, 'consent' | 'mapping' | 'shops'>;

/** What a mapping is given. */
export interface MapInput {
  readonly topic: string;
  readonly payload: Json;
  readonly shop: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly about: About;
  /** What may be sent about the person behind it. */
  readonly permission: Permission;
  /** Who they are to Segment, if they may be named and are known. */
  readonly userId: string | undefined;
  readonly settings: MapSettings;
  /** Who the payload is from. Each is made once, however many messages have it. */
  readonly traits: () => Traits;
  readonly context: () => MessageContext;
  /** What is remembered of the order, the checkout and the customer it is about. */
  readonly order: Known | undefined;
  readonly checkout: Known | undefined;
  readonly customer: Known | undefined;
  /** And of a customer who became a part of that one. */
  readonly merged: Known | undefined;
}

export type MapResult =
  | {
      readonly status: 'mapped';
      readonly messages: readonly SegmentMessage[];
      /** What is to be remembered of the order beside what its messages say. */
      readonly remember?: KnownOrder;
    }
  /** Understood, and nothing to send. */
  | {
      readonly status: 'ignored';
      readonly reason: string;
      readonly remember?: KnownOrder;
    }
  /** Not sent because of the person's choice. */
  | { readonly status: 'withheld'; readonly reason: string }
  | { readonly status: 'dead'; readonly reason: string };

export type Mapping = (input: MapInput) => MapResult;

/** The permission, if it lets the message carry the person. */
export function wholeOf(permission: Permission): Whole | undefined {
  return permission.status === 'restricted' || permission.status === 'dropped'
    ? undefined
    : permission;
}

export const ignored = (reason: string): MapResult => ({
  status: 'ignored',
  reason,
});

export const dead = (reason: string): MapResult => ({ status: 'dead', reason });

export const mapped = (...messages: readonly SegmentMessage[]): MapResult => ({
  status: 'mapped',
  messages,
});

/** What becomes of a message about a person who may not be named. */
export function withheld({
  permission,
}: Pick<MapInput, 'permission'>): MapResult {
  return { status: 'withheld', reason: permission.reason };
}
