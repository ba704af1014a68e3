import type { EventName, PropertiesOf } from '@storefront-events/plan';
import type { Visitor } from './consent/consent.ts';
import type { Inspection } from './inspection.ts';
import type { PageLocation } from './page.ts';

/** What a site does with the plugin. */
export interface Storefront {
  /** Reports an event of the plan that the front end owns. Held, sent or forgotten by the visitor's choice. */
  readonly track: <Name extends EventName<'front-end'>>(
    event: Name,
    properties: PropertiesOf<Name>,
  ) => void;
  /** Says who the visitor is: after they signed in, or gave an address. Traits alone belong to nobody in particular yet. */
  readonly identify: (
    userId: string | undefined,
    traits?: Readonly<Record<string, unknown>>,
  ) => void;
  /** Forgets who the visitor is: after they signed out. What they decided stays. */
  readonly reset: () => void;
  /** What the visitor has decided, and the anonymous id they go by after a grant. The same object until it changes. */
  readonly visitor: () => Visitor;
  /** Calls back on every change of `visitor()`. Returns how to stop listening. */
  readonly onVisitorChange: (listener: () => void) => () => void;
  /** Shows the consent platform's preferences, so that the visitor can decide anew. */
  readonly openConsent: () => void;
  /** The cart whose order will carry the visitor's choice: its id at the Storefront API. */
  readonly setCart: (cartId: string | undefined) => void;
  /** Has `flush` wait for something more, such as a write to the cart. */
  readonly hold: (work: Promise<unknown>) => void;
  /** Resolves when all that is on its way has arrived, or after the time given, in milliseconds. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** What the gate does and why, and its counts. */
  readonly inspect: () => Inspection;
}

/** What Gatsby's hooks do with it. */
export interface RunningStorefront extends Storefront {
  /** Gatsby is about to show a route; called while rendering, before any effect of the new page. */
  readonly onPreRouteUpdate: (location: PageLocation) => void;
  /** Gatsby shows the route; also called for a changed query or hash, which is no new page. */
  readonly onRouteUpdate: () => void;
}
