import type { EventDefinition } from './event.ts';
import { findingsOf } from './findings.ts';

/** A tracking plan: events by name. */
export type Plan = Readonly<Record<string, EventDefinition>>;

/** The plan of a list of events: each under its name. */
export type PlanOf<Events extends readonly EventDefinition[]> = {
  readonly [E in Events[number] as E['name']]: E;
};

/** A plan that breaks its own rules. */
export class PlanError extends Error {
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(
      `The tracking plan is not sound:\n${findings.map((finding) => `  ${finding}`).join('\n')}`,
    );
    this.name = 'PlanError';
    this.findings = findings;
  }
}

/**
 * Makes a plan of events.
 *
 * @throws PlanError that names every name that is not "Object Action" or snake_case, and everything named twice
 */
export function definePlan<const Events extends readonly EventDefinition[]>(
  events: Events,
): PlanOf<Events> {
  const findings = findingsOf(events);
  if (findings.length > 0) throw new PlanError(findings);
  return Object.fromEntries(
    events.map((event) => [event.name, event]),
  ) as PlanOf<Events>;
}

/** The event of this name; undefined if there is none, also for a name like "constructor". */
export function eventOf(plan: Plan, name: string): EventDefinition | undefined {
  return Object.hasOwn(plan, name) ? plan[name] : undefined;
}
