import type { z } from 'zod';

type Fields = Readonly<Record<string, z.ZodType>>;

/** Fields of which only the named ones must be there. */
export type Requiring<F extends Fields, Required extends keyof F> = {
  [Name in keyof F]: Name extends Required ? F[Name] : z.ZodOptional<F[Name]>;
};

/** Says which of a set of fields an event requires; the others are optional. */
export function requiring<F extends Fields, const Required extends keyof F>(
  fields: F,
  required: readonly Required[],
): Requiring<F, Required> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [
      name,
      (required as readonly string[]).includes(name)
        ? schema
        : schema.optional(),
    ]),
  ) as unknown as Requiring<F, Required>;
}
