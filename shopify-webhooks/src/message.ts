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

/** What is known of a person. */
export type Traits = DraftOf<'Customer Updated'>;

export interface MessageContext {
  /** Absent where nothing is known and nothing is enforced. */
  readonly consent?: { readonly categoryPreferences: CategoryPreferences };
  /** The browser sent Global Privacy Control. */
  readonly gpc?: true;
  readonly library: { readonly name: string; readonly version: string };
  readonly campaign?: Campaign;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly locale?: string;
  /** Who it is, for destinations that look for it beside the properties. */
  readonly traits?: Traits;
}

/** What every message has. */
export interface Envelope {
  readonly messageId: string;
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  readonly context: MessageContext;
  /** Which destinations may receive it; absent: all of them. */
  readonly integrations?:
    { readonly All: false } | { readonly Klaviyo: { readonly listId: string } };
}

/** The events that the service sends: the back end's, and those of the front end that a shop may have it send. */
export type TrackedEvent =
  | EventName<'back-end'>
  | 'Checkout Started'
  | 'Checkout Step Completed'
  | 'Email Captured';

type TrackOf<Name extends TrackedEvent> = Envelope & {
  readonly type: 'track';
  readonly event: Name;
  /** As far as the payload had them: what the plan misses is flagged, and the message is sent all the same. */
  readonly properties: DraftOf<Name>;
};

/** https://segment.com/docs/connections/spec/identify/ */
export type Identify = Envelope &
  Identity & {
    readonly type: 'identify';
    readonly traits: Traits;
  };

/** https://segment.com/docs/connections/spec/alias/ */
export type Alias = Envelope & {
  readonly type: 'alias';
  readonly previousId: string;
  readonly userId: string;
};

/** A message of the back-end source. */
export type SegmentMessage =
  | { [Name in TrackedEvent]: TrackOf<Name> & Identity }[TrackedEvent]
  | Identify
  | Alias;

/** A message before it is frozen, with what it rests on. */
export interface Draft {
  readonly message: SegmentMessage;
  /** What allows it to carry the person; undefined if it is about nobody. */
  readonly basis: ConsentBasis | undefined;
  /** What was decided about the person, and why, such as `restricted: never asked`. */
  readonly decision: string;
  /** The template that it went through. */
  readonly template?: string;
}

/** A message as it is kept and sent: frozen, with what the plan says of it. */
export interface OutgoingMessage {
  readonly messageId: string;
  /** The event's name; of other calls, their type. */
  readonly event: string;
  /** When what it tells happened, in milliseconds since 1970. */
  readonly occurredAt: number;
  /** JSON. From here on it is sent as it is, or not at all. */
  readonly body: string;
  /** Why it must not be sent as it is; undefined if it may. */
  readonly blocked: string | undefined;
  /** What the plan misses in it. */
  readonly flags: readonly string[];
  readonly basis: ConsentBasis | undefined;
  readonly decision: string;
}
