/** `T` without the keys whose value is undefined: an unknown property is left out, never sent as null. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<
    T[K],
    undefined
  >;
};

/** The object itself where nothing of it is undefined. */
export function defined<T extends object>(object: T): Defined<T> {
  // Loops: it runs for each line of each order, and copying costs more than looking.
  if (isWhole(object)) return object;
  const result: Record<string, unknown> = {};
  for (const key in object) {
    const value = (object as Record<string, unknown>)[key];
    if (value !== undefined) result[key] = value;
  }
  return result as Defined<T>;
}

function isWhole(object: object): boolean {
  for (const key in object)
    if ((object as Record<string, unknown>)[key] === undefined) return false;
  return true;
}
