import { z } from 'zod';
import type { EventDefinition } from './event.ts';

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

/**
 * The properties of an event as JSON Schema, draft-07. Unplanned properties are not refused here: Segment has a
 * setting of its own for them.
 */
export function jsonSchemaOf({ properties }: EventDefinition): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(properties, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      const { unit } = jsonSchema as { unit?: unknown };
      if (typeof unit === 'string')
        jsonSchema.description = `${jsonSchema.description ?? ''} (${unit})`;
      delete (jsonSchema as { unit?: unknown }).unit;
      delete jsonSchema.additionalProperties;
    },
  }) as JsonSchema;
  return schema;
}
