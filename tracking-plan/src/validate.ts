/** Holds messages against the plan: in development and on the server, never in a production browser. */
import { basePlan } from './base-plan.ts';
import { eventOf, type Plan } from './define-plan.ts';
import type { EventDefinition, Source } from './event.ts';
import { isObject } from './is-object.ts';
import { PLAN_DOCS, validateProperties } from './validate-properties.ts';
import { flag, kindOf, type Violation } from './violation.ts';

export { validateProperties } from './validate-properties.ts';
export { describeViolation } from './violation.ts';
export type { Violation } from './violation.ts';

/** A call to Segment, as far as the plan looks at it. */
export interface PlannedMessage {
  readonly type: string;
  readonly event?: unknown;
  readonly userId?: unknown;
  readonly anonymousId?: unknown;
  readonly properties?: unknown;
  readonly traits?: unknown;
}

/**
 * Everything that is wrong with a message of a source. A message that is about nobody, has no event name, or does not
 * say what it is about, is blocked; everything else is flagged.
 */
export function validateMessage(
  message: PlannedMessage,
  source: Source,
  plan: Plan = basePlan,
): Violation[] {
  const name = eventNameOf(message, plan);
  if (name === undefined)
    return message.type === 'track'
      ? [blocked('', 'event', 'the name of an event', message.event)]
      : identityViolations(message, message.type);
  const event = eventOf(plan, name);
  const values =
    message.type === 'identify' ? message.traits : message.properties;
  return [
    ...identityViolations(message, name),
    ...(event ? resourceViolations(event, values) : []),
    ...ownerViolations(name, event, source),
    ...validateProperties(name, values, plan),
  ];
}

function eventNameOf(
  { type, event }: PlannedMessage,
  plan: Plan,
): string | undefined {
  if (type === 'track')
    return typeof event === 'string' && event !== '' ? event : undefined;
  // An identify call has no name of its own; there is one in the plan, whichever source makes it.
  return type === 'identify' ? identifyNameOf(plan) : undefined;
}

const identifyNames = new WeakMap<Plan, string | undefined>();

function identifyNameOf(plan: Plan): string | undefined {
  if (!identifyNames.has(plan))
    identifyNames.set(
      plan,
      Object.values(plan).find((other) => other.type === 'identify')?.name,
    );
  return identifyNames.get(plan);
}

function identityViolations(
  { userId, anonymousId }: PlannedMessage,
  event: string,
): Violation[] {
  const isId = (id: unknown) => typeof id === 'string' && id !== '';
  return isId(userId) || isId(anonymousId)
    ? []
    : [blocked(event, 'userId', 'an id, or anonymousId to be one', userId)];
}

function resourceViolations(
  event: EventDefinition,
  values: unknown,
): Violation[] {
  const { name, resource, spec } = event;
  if (resource === undefined) return [];
  const id = isObject(values) ? values[resource] : undefined;
  return typeof id === 'string' && id !== ''
    ? []
    : [
        {
          ...blocked(name, `properties.${resource}`, 'an id', id),
          docs: spec,
        },
      ];
}

function ownerViolations(
  name: string,
  event: EventDefinition | undefined,
  source: Source,
): Violation[] {
  return event?.type === 'track' && event.source !== source
    ? [
        flag(
          event,
          'event',
          `an event of the ${source} source`,
          `one that the ${event.source} owns`,
        ),
      ]
    : [];
}

function blocked(
  event: string,
  path: string,
  expected: string,
  received: unknown,
): Violation {
  return {
    severity: 'block',
    event,
    path,
    expected,
    received: kindOf(received),
    docs: PLAN_DOCS,
  };
}
