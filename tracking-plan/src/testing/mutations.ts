import type { JsonSchema } from '../json-schema.ts';

type Values = Readonly<Record<string, unknown>>;

/** An example made wrong in one place, and where that is. */
export interface Mutation {
  readonly what: string;
  readonly path: string;
  readonly values: Values;
}

/** Every way to spoil an example in one place: a required property gone, a value of another type, an unknown property. */
export function mutationsOf(
  example: Values,
  schema: JsonSchema,
  path = '',
): Mutation[] {
  const required = (schema.required ?? []).map((name) => ({
    what: 'missing',
    path: `${path}${name}`,
    values: without(example, name),
  }));
  const mistyped = Object.keys(example)
    .filter((name) => schema.properties?.[name]?.type !== undefined)
    .map((name) => ({
      what: 'of another type',
      path: `${path}${name}`,
      values: { ...example, [name]: otherThan(example[name]) },
    }));
  const unknown = {
    what: 'unplanned',
    path: `${path}no_such_property`,
    values: { ...example, no_such_property: 1 },
  };
  return [
    ...required,
    ...mistyped,
    unknown,
    ...insideLists(example, schema, path),
  ];
}

function insideLists(
  example: Values,
  schema: JsonSchema,
  path: string,
): Mutation[] {
  return Object.entries(example).flatMap(([name, value]) => {
    const items = schema.properties?.[name]?.items;
    const [first, ...rest] = Array.isArray(value) ? (value as unknown[]) : [];
    if (!items?.properties || typeof first !== 'object') return [];
    return mutationsOf(first as Values, items, `${path}${name}[0].`).map(
      (mutation) => ({
        ...mutation,
        values: { ...example, [name]: [mutation.values, ...rest] },
      }),
    );
  });
}

function without(values: Values, name: string): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => key !== name),
  );
}

function otherThan(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : 7.25;
}
