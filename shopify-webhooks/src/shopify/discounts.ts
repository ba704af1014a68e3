import { objects, text, type Json } from './payload.ts';

/**
 * An order's discounts, by name: its codes, whether they take something off the lines or off the shipping, and the
 * titles of automatic, script and manual ones.
 */
export function couponsOf(order: Json): string | undefined {
  const names = new Set<string>();
  for (const { code } of objects(order['discount_codes'])) {
    const name = text(code);
    if (name !== undefined) names.add(name);
  }
  for (const application of objects(order['discount_applications'])) {
    const name = nameOf(application);
    if (name !== undefined) names.add(name);
  }
  return text([...names].join(','));
}

/** Reads the discounts of a line, by name. */
export function couponReader(order: Json): (line: Json) => string | undefined {
  const list = order['discount_applications'];
  const applications: readonly unknown[] = Array.isArray(list) ? list : [];
  return (line) => {
    const names = new Set<string>();
    for (const allocation of objects(line['discount_allocations'])) {
      const index = allocation['discount_application_index'];
      const application =
        typeof index === 'number' ? applications[index] : undefined;
      const [one] = objects([application]);
      const name = one && nameOf(one);
      if (name !== undefined) names.add(name);
    }
    return names.size > 0 ? [...names].join(',') : undefined;
  };
}

function nameOf({ type, code, title }: Json): string | undefined {
  return type === 'discount_code' ? text(code) : text(title);
}
