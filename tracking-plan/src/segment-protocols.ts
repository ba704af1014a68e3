/** Segment Protocols' form of a tracking plan. @see https://segment.com/docs/protocols/apis-and-extensions/ */
import { z } from 'zod';
import type { Plan } from './define-plan.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';

export interface ProtocolsRule {
  /** The event's name; empty for an identify call. */
  readonly key: string;
  readonly type: 'TRACK' | 'IDENTIFY';
  readonly version: number;
  readonly jsonSchema: JsonSchema;
}

export interface ProtocolsPlan {
  readonly rules: readonly ProtocolsRule[];
}

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/** The plan as Segment Protocols takes it. */
export function toProtocols(plan: Plan): ProtocolsPlan {
  return {
    rules: Object.values(plan).map((event) => {
      const values = event.type === 'identify' ? 'traits' : 'properties';
      const anything = { type: 'object' };
      return {
        key: event.type === 'identify' ? '' : event.name,
        type: event.type === 'identify' ? 'IDENTIFY' : 'TRACK',
        version: event.version,
        jsonSchema: {
          $schema: DRAFT_07,
          type: 'object',
          description: event.description,
          properties: {
            context: anything,
            properties: anything,
            traits: anything,
            [values]: jsonSchemaOf(event),
          },
          required: [values],
        },
      };
    }),
  };
}

const file = z.looseObject({
  rules: z.array(
    z.looseObject({
      key: z.string().default(''),
      type: z.string().transform((type) => type.toUpperCase()),
      version: z.number().default(1),
      jsonSchema: z.looseObject({}),
    }),
  ),
});

export type ProtocolsReading =
  | { readonly status: 'ok'; readonly plan: ProtocolsPlan }
  | { readonly status: 'unreadable'; readonly reason: string };

/** Reads a Protocols plan from a file's text. Rules of other types, such as COMMON, are left out. */
export function readProtocols(text: string): ProtocolsReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { status: 'unreadable', reason: 'it is not JSON' };
  }
  const parsed = file.safeParse(value);
  if (!parsed.success)
    return {
      status: 'unreadable',
      reason: 'it has no "rules" of { key, type, version, jsonSchema }',
    };
  const rules = parsed.data.rules.filter(
    ({ type }) => type === 'TRACK' || type === 'IDENTIFY',
  );
  return { status: 'ok', plan: { rules: rules as ProtocolsRule[] } };
}

/** The schema of a rule's properties, or traits: nested as Protocols has it, or at the top level as Typewriter keeps it. */
export function valuesSchemaOf({
  type,
  jsonSchema,
}: ProtocolsRule): JsonSchema {
  const nested =
    jsonSchema.properties?.[type === 'IDENTIFY' ? 'traits' : 'properties'];
  return nested ?? jsonSchema;
}
