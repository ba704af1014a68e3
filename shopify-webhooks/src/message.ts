import type { EventName, PropertiesOf } from '@storefront-events/plan';
import type { CategoryPreferences } from '@storefront-events/plan/wire';

/** Who a message is about. Segment refuses a message with neither id. */
export type Identity =
  | { readonly userId: string; readonly anonymousId?: string }
  | { readonly userId?: never; readonly anonymousId: string };

export interface MessageContext {
  readonly consent: { readonly categoryPreferences: CategoryPreferences };
  readonly library: { readonly name: string; readonly version: string };
}

interface TrackOf<Name extends EventName<'back-end'>> {
  readonly type: 'track';
  readonly messageId: string;
  readonly event: Name;
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  readonly properties: PropertiesOf<Name>;
  readonly context: MessageContext;
  /** Which destinations may receive it; absent: all of them. */
  readonly integrations?: { readonly All: false };
}

/** A message of the back-end source, for an event of the plan that the back end owns. */
export type SegmentMessage = {
  [Name in EventName<'back-end'>]: TrackOf<Name> & Identity;
}[EventName<'back-end'>];
