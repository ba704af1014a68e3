import type { Plan } from './define-plan.ts';
import type { JsonSchema } from './json-schema.ts';
import {
  toProtocols,
  valuesSchemaOf,
  type ProtocolsPlan,
} from './segment-protocols.ts';

/** What a plan asks of one property. */
export interface PropertyOutline {
  readonly type: string;
  readonly required: boolean;
  /** What else must hold, such as a pattern. */
  readonly constraint?: string;
  readonly description: string;
}

export interface EventOutline {
  readonly version: number;
  readonly description: string;
  /** By path, such as `products[].price`. */
  readonly properties: ReadonlyMap<string, PropertyOutline>;
}

/** A plan reduced to what can be compared, whatever file it came from. */
export type PlanOutline = ReadonlyMap<string, EventOutline>;

export function outlineOf(plan: ProtocolsPlan): PlanOutline {
  return new Map(
    plan.rules.map((rule) => [
      rule.type === 'IDENTIFY' ? '(identify)' : rule.key,
      {
        version: rule.version,
        description: rule.jsonSchema.description ?? '',
        properties: new Map(propertiesOf(valuesSchemaOf(rule), '')),
      },
    ]),
  );
}

export function outlineOfPlan(plan: Plan): PlanOutline {
  return outlineOf(toProtocols(plan));
}

function propertiesOf(
  schema: JsonSchema,
  prefix: string,
): [string, PropertyOutline][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const inner = property.items
      ? propertiesOf(property.items, `${path}[].`)
      : propertiesOf(property, `${path}.`);
    return [
      [
        path,
        outlineOfProperty(property, schema.required?.includes(name) ?? false),
      ],
      ...inner,
    ];
  });
}

function outlineOfProperty(
  property: JsonSchema,
  required: boolean,
): PropertyOutline {
  const { type, format, pattern, description = '' } = property;
  // A format says it in one word what the pattern beside it spells out.
  const constraint =
    format ??
    pattern ??
    (property.enum ? property.enum.map(String).join('|') : undefined);
  return {
    type:
      typeof type === 'object'
        ? [...type].sort().join('|')
        : (type ?? 'anything'),
    required,
    ...(constraint !== undefined && { constraint }),
    description,
  };
}
