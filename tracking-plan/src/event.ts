import type { z } from 'zod';

/** The two Segment sources of an environment. Each event of the plan is sent by exactly one of them. */
export type Source = 'front-end' | 'back-end';

/** The call it is made with: https://segment.com/docs/connections/spec/ */
export type CallType = 'track' | 'identify';

/** One event of the plan: what it is called, who sends it, what it carries, and for whom. */
export interface EventDefinition<
  Name extends string = string,
  Owner extends Source = Source,
  Properties extends z.ZodObject = z.ZodObject,
  Type extends CallType = CallType,
> {
  /** "Object Action" in Title Case, e.g. `Product Added`. */
  readonly name: Name;
  /** The one source that sends it. */
  readonly source: Owner;
  readonly type: Type;
  /** Raised when the meaning of a property changes. */
  readonly version: number;
  /** The version of the plan it came with. */
  readonly since: string;
  /** One sentence: when it fires. */
  readonly description: string;
  /** Who or what works with it. */
  readonly usedBy: string;
  /** snake_case properties, each with a description; of an identify call, the traits. */
  readonly properties: Properties;
  /** The property that names what it is about. Without it the message is worth nothing and is not sent. */
  readonly resource?: string;
  /** What must hold between properties, beyond their types. */
  readonly check?: (properties: Record<string, unknown>) => Problem[];
  /** A complete, valid example. */
  readonly example: z.infer<Properties>;
  /** The section of the specification it follows. */
  readonly spec: string;
  /** What others call it. */
  readonly aliases?: readonly string[];
  /** The event to prefer, where this one names the same thing and is here so that a shop can move without renaming. */
  readonly prefer?: string;
}

/** Something wrong with one property. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly expected: string;
}

type Definition<
  Name extends string,
  Owner extends Source,
  Properties extends z.ZodObject,
  Type extends CallType,
> = Omit<
  EventDefinition<Name, Owner, Properties, Type>,
  'type' | 'version' | 'since'
> & {
  readonly type?: Type;
  readonly version?: number;
  readonly since?: string;
};

/**
 * Declares an event; the compiler infers its name, source and property types. A track call of version 1, since plan
 * version 0.1.0, unless it says otherwise.
 */
export function defineEvent<
  const Name extends string,
  const Owner extends Source,
  Properties extends z.ZodObject,
  const Type extends CallType = 'track',
>(
  event: Definition<Name, Owner, Properties, Type>,
): EventDefinition<Name, Owner, Properties, NoInfer<Type>> {
  // NoInfer: in a list of definitions, the element type of the list would otherwise be taken for the call's.
  return {
    type: 'track' as Type,
    version: 1,
    since: '0.1.0',
    ...event,
  };
}
