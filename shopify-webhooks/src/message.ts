import type { DraftOf, EventName } from '@storefront-events/plan';
import type {
  Campaign,
  CategoryPreferences,
} from '@storefront-events/plan/wire';
import type { ConsentBasis } from './ledger.ts';

/** Who a message is about. Segment refuses a message with neither id. */
export type Identity =
  | { readonly userId: string; readonly anonymousId?: string }
  | { readonly userId?: never; readonly anonymousId: string };

export interface MessageContext {
  readonly consent: { readonly categoryPreferences: CategoryPreferences };
  readonly library: { readonly name: string; readonly version: string };
  readonly campaign?: Campaign;
}

interface TrackOf<Name extends EventName<'back-end'>> {
  readonly type: 'track';
  readonly messageId: string;
  readonly event: Name;
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  /** As far as the payload had them: what the plan misses is flagged, and the message is sent all the same. */
  readonly properties: DraftOf<Name>;
  readonly context: MessageContext;
  /** Which destinations may receive it; absent: all of them. */
  readonly integrations?: { readonly All: false };
}

/** A message of the back-end source, for an event of the plan that the back end owns. */
export type SegmentMessage = {
  [Name in EventName<'back-end'>]: TrackOf<Name> & Identity;
}[EventName<'back-end'>];

/** A message as it is kept and sent: frozen, with what the plan says of it. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly event: string;
  /** JSON. From here on it is sent as it is, or not at all. */
  readonly body: string;
  /** Why it must not be sent as it is; undefined if it may. */
  readonly blocked: string | undefined;
  /** What the plan misses in it. */
  readonly flags: readonly string[];
  /** What allows it to carry the person; undefined if it is about nobody. */
  readonly basis: ConsentBasis | undefined;
}
