import type { z } from 'zod';

/** The two Segment sources of an environment. Each event of the plan is sent by exactly one of them. */
export type Source = 'front-end' | 'back-end';

/** One Track event of the plan: what it is called, who sends it, and what it carries. */
export interface EventDefinition<
  Name extends string = string,
  Owner extends Source = Source,
  Properties extends z.ZodObject = z.ZodObject,
> {
  /** "Object Action" in Title Case, e.g. `Product Added`. */
  readonly name: Name;
  /** The one source that sends it. */
  readonly source: Owner;
  /** Raised when the meaning of a property changes. */
  readonly version: number;
  /** One sentence: when it fires. */
  readonly description: string;
  /** snake_case properties, each with a description. */
  readonly properties: Properties;
  /** A complete, valid example. */
  readonly example: z.infer<Properties>;
  /** The section of the specification it follows. */
  readonly spec: string;
}

/** Declares an event; the compiler infers its name, source and property types. */
export function defineEvent<
  const Name extends string,
  const Owner extends Source,
  Properties extends z.ZodObject,
>(
  event: EventDefinition<Name, Owner, Properties>,
): EventDefinition<Name, Owner, Properties> {
  return event;
}
