import type { z } from 'zod';
import { orderCompleted } from './back-end/order-completed.ts';
import type { Source } from './event.ts';
import { checkoutStarted } from './front-end/checkout-started.ts';
import { productAdded } from './front-end/product-added.ts';
import { productViewed } from './front-end/product-viewed.ts';

/** The tracking plan: every event, in the order of a customer's journey. */
export const plan = [
  productViewed,
  productAdded,
  checkoutStarted,
  orderCompleted,
] as const;

type PlannedEvent = (typeof plan)[number];

// Computed once and then indexed: inferring per use makes the checker's work grow with the square of the plan.
type PropertiesByName = {
  [E in PlannedEvent as E['name']]: z.infer<E['properties']>;
};
type NamesBySource = {
  [S in Source]: Extract<PlannedEvent, { source: S }>['name'];
};

/** The names of the events that a source sends; without an argument, all names of the plan. */
export type EventName<S extends Source = Source> = NamesBySource[S];

/** The properties of an event: `PropertiesOf<'Product Added'>`. */
export type PropertiesOf<Name extends EventName> = PropertiesByName[Name];
