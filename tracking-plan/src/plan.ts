import type { z } from 'zod';
import type { basePlan } from './base-plan.ts';
import type { Plan } from './define-plan.ts';
import type { EventDefinition, Source } from './event.ts';

/**
 * Where a store names its own plan, so that every type follows it:
 *
 * ```ts
 * declare module '@storefront-events/plan' {
 *   interface Register { plan: typeof plan }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is there to be added to
export interface Register {}

/** The plan in force: the store's own where it has registered one. */
export type RegisteredPlan = Register extends {
  readonly plan: infer Own extends Plan;
}
  ? Own
  : typeof basePlan;

// Each computed once and then indexed: inferring per use makes the checker's work grow with the square of the plan.
type PropertiesByName = {
  [Name in keyof RegisteredPlan]: RegisteredPlan[Name] extends EventDefinition<
    string,
    Source,
    infer Properties
  >
    ? z.infer<Properties>
    : never;
};
type TrackNamesBySource = {
  [S in Source]: {
    [Name in keyof RegisteredPlan]: RegisteredPlan[Name] extends {
      readonly source: S;
      readonly type: 'track';
    }
      ? Name
      : never;
  }[keyof RegisteredPlan] &
    string;
};

/** The names of the events that a source tracks; without an argument, of both. */
export type EventName<S extends Source = Source> = TrackNamesBySource[S];

/** The properties of an event: `PropertiesOf<'Product Added'>`. */
export type PropertiesOf<Name extends keyof PropertiesByName> =
  PropertiesByName[Name];

/** The properties of an event as a payload may leave them: some missing, also inside its lists. */
export type DraftOf<Name extends keyof PropertiesByName> = Draft<
  PropertiesByName[Name]
>;

type Draft<Value> = Value extends readonly (infer Item)[]
  ? Draft<Item>[]
  : Value extends object
    ? { [Key in keyof Value]?: Draft<Value[Key]> }
    : Value;
