import type { Plan } from './define-plan.ts';

/**
 * The properties of an event as a Standard Schema, for tools that validate with one: forms, routers, test helpers.
 *
 * @see https://standardschema.dev
 */
export function schemaOf<P extends Plan, Name extends keyof P & string>(
  plan: P,
  name: Name,
): P[Name]['properties'] {
  return (plan[name] as P[Name]).properties;
}
