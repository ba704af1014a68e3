import type { GatsbyNode } from 'gatsby';
import { nearest } from './nearest.ts';

export type OptionsSchema = NonNullable<GatsbyNode['pluginOptionsSchema']>;
export type Joi = Parameters<OptionsSchema>[0]['Joi'];
type Schema = ReturnType<Joi['any']>;

/** An object that takes these keys and refuses any other, with the nearest known name. Gatsby itself would only warn. */
export function closedObject(
  Joi: Joi,
  keys: Readonly<Record<string, Schema>>,
): ReturnType<Joi['object']> {
  const known = Object.keys(keys);
  return Joi.object(keys).pattern(
    /./,
    Joi.any()
      .custom((_, helpers) => {
        const written = String(helpers.state.path.at(-1));
        return helpers.error('option.unknown', { hint: hint(written, known) });
      })
      .messages({ 'option.unknown': '{{#label}} is no option{{#hint}}' }),
  );
}

function hint(written: string, known: readonly string[]): string {
  const meant = nearest(written, known);
  return meant === undefined
    ? `: there are ${known.join(', ')}`
    : `, did you mean "${meant}"?`;
}
