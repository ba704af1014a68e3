import { notImplemented } from '../not-implemented.ts';

/** Refuses fields of an input that this stand-in would only pretend to have heard. */
export function refuseOthers(
  type: string,
  input: object,
  known: readonly string[],
): void {
  for (const [name, value] of Object.entries(input))
    if (value != null && !known.includes(name))
      throw notImplemented(`${type}.${name}`);
}
