/** `T` without the keys whose value is undefined: an unknown property is left out, never sent as null. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<
    T[K],
    undefined
  >;
};

export function defined<T extends object>(object: T): Defined<T> {
  // A loop: it runs for each line of each order.
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[key];
    if (value !== undefined) result[key] = value;
  }
  return result as Defined<T>;
}
