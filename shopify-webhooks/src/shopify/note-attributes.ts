import { objects, type Json } from './payload.ts';

/** An order's `note_attributes`, by name: the attributes of its cart. The last value of a name counts. */
export function noteAttributes(order: Json): ReadonlyMap<string, string> {
  // A Map, because a name may be "__proto__".
  return new Map(
    objects(order['note_attributes']).flatMap(({ name, value }) =>
      typeof name === 'string' && typeof value === 'string'
        ? [[name, value]]
        : [],
    ),
  );
}
