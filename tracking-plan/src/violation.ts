/** What a message does that the plan does not allow. It never holds a value: that may be personal. */
export interface Violation {
  /**
   * `block`: the message is worth nothing as it is, and is not sent. `flag`: it is sent, counted and shown.
   */
  readonly severity: 'block' | 'flag';
  readonly event: string;
  /** Where, such as `properties.products[0].price`. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  /** Where it is documented. */
  readonly docs: string;
}

/** One violation as a sentence. */
export function describeViolation({
  event,
  path,
  expected,
  received,
  docs,
}: Violation): string {
  return `${event}: ${path} should be ${expected}, but is ${received} (${docs})`;
}

/** A path as it is written in code. */
export function pathOf(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${String(part)}]`;
    return path === '' ? String(part) : `${path}.${String(part)}`;
  }, '');
}

/** What a value is, without saying it: it may be personal. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A violation that does not keep the message from being sent. */
export function flag(
  { name, spec }: { readonly name: string; readonly spec: string },
  path: string,
  expected: string,
  received: string,
): Violation {
  return {
    severity: 'flag',
    event: name,
    path,
    expected,
    received,
    docs: spec,
  };
}
