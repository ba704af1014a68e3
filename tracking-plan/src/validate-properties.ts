import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { basePlan } from './base-plan.ts';
import { eventOf, type Plan } from './define-plan.ts';
import type { EventDefinition } from './event.ts';
import { isObject } from './is-object.ts';
import { flag, kindOf, pathOf, type Violation } from './violation.ts';

/** Where an event that nobody has planned is documented. */
export const PLAN_DOCS = 'https://segment.com/docs/connections/spec/';

/** Everything that is wrong with the properties of an event; of an identify call, with its traits. */
export function validateProperties(
  name: string,
  properties: unknown,
  plan: Plan = basePlan,
): Violation[] {
  const event = eventOf(plan, name);
  if (!event) return [unplannedEvent(name, plan)];
  const root = event.type === 'identify' ? 'traits' : 'properties';
  const parsed = event.properties.safeParse(properties);
  const issues = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) =>
        issueViolations(event, root, issue, properties),
      );
  const problems =
    isObject(properties) && event.check
      ? event
          .check(properties)
          .map(({ path, expected }) =>
            flag(event, pathOf([root, ...path]), expected, 'something else'),
          )
      : [];
  return [...issues, ...problems];
}

function issueViolations(
  event: EventDefinition,
  root: string,
  issue: z.core.$ZodIssue,
  properties: unknown,
): Violation[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      flag(
        event,
        pathOf([root, ...issue.path, key]),
        `a planned property${didYouMean(key, namesAt(event, issue.path))}`,
        'an unplanned one',
      ),
    );
  const value = issue.path.reduce<unknown>(
    (at, part) =>
      isObject(at) || Array.isArray(at)
        ? (at as Record<PropertyKey, unknown>)[part]
        : undefined,
    properties,
  );
  return [
    flag(
      event,
      pathOf([root, ...issue.path]),
      expectedBy(issue),
      kindOf(value),
    ),
  ];
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return article(issue.expected);
  if (issue.code === 'invalid_format')
    return issue.message.startsWith('Invalid')
      ? (FORMATS[issue.format] ?? issue.format)
      : issue.message;
  if (issue.code === 'too_small')
    return issue.origin === 'string'
      ? 'not empty'
      : `at least ${String(issue.minimum)}`;
  return issue.message;
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'an address with its https://',
  email: 'an email address',
  datetime: 'an ISO 8601 time',
};

function article(kind: string): string {
  return KINDS[kind] ?? `a ${kind}`;
}

function unplannedEvent(name: string, plan: Plan): Violation {
  const renamed = Object.values(plan).find(({ aliases }) =>
    aliases?.includes(name),
  );
  const hint = renamed
    ? `; use "${renamed.name}"`
    : didYouMean(name, Object.keys(plan));
  return flag(
    { name, spec: PLAN_DOCS },
    'event',
    `a planned event${hint}`,
    kindOf(name),
  );
}

/** The names that would be right where a wrong one stands: of the event, or of an item of one of its lists. */
function namesAt(
  { properties }: EventDefinition,
  path: readonly PropertyKey[],
): string[] {
  let schema: unknown = properties;
  for (const part of path) {
    const inner = unwrap(schema);
    schema =
      typeof part === 'number'
        ? (inner as { element?: unknown }).element
        : (inner as { shape?: Record<PropertyKey, unknown> }).shape?.[part];
  }
  return Object.keys((unwrap(schema) as { shape?: object }).shape ?? {});
}

function unwrap(schema: unknown): object {
  const inner = schema as { unwrap?: () => unknown; element?: unknown };
  return inner.unwrap && inner.element === undefined
    ? unwrap(inner.unwrap())
    : inner;
}

function didYouMean(name: string, names: readonly string[]): string {
  return names.length > 0 ? `; did you mean "${closest(name, names)}"?` : '';
}
