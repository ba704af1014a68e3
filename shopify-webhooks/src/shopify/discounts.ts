import { isObject, objects, text, type Json } from './payload.ts';

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
  const names = applications.map((one) =>
    isObject(one) ? nameOf(one) : undefined,
  );
  return (line) => {
    const ofLine = objects(line['discount_allocations'])
      .map(({ discount_application_index: index }) =>
        typeof index === 'number' ? names[index] : undefined,
      )
      .filter((name) => name !== undefined);
    return ofLine.length > 1 ? [...new Set(ofLine)].join(',') : ofLine[0];
  };
}

function nameOf({ type, code, title }: Json): string | undefined {
  return type === 'discount_code' ? text(code) : text(title);
}
