/** Reading what shop clients give without trusting it: a query may not have asked for a field, or a client renamed it. */
import { toMinor, type Minor } from '@storefront-events/plan/money';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** What is found by following these names; undefined if there is nothing. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (part, name) => (isObject(part) ? part[name] : undefined),
    value,
  );
}

/** The first of these that is there. */
export function firstOf(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined && value !== null);
}

/** The items of a list, or of a connection with `nodes` or `edges`; undefined if it is none of them. */
export function list(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.filter(isObject);
  const nodes = at(value, 'nodes');
  if (Array.isArray(nodes)) return nodes.filter(isObject);
  const edges = at(value, 'edges');
  return Array.isArray(edges)
    ? edges.map((edge) => at(edge, 'node')).filter(isObject)
    : undefined;
}

/** Text without its surrounding space; undefined if there is none. */
export function text(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined;
}

/** An absolute address; Shopify may leave out the protocol. */
export function address(value: unknown): string | undefined {
  const url = text(value)?.replace(/^\/\//, 'https://');
  return url && /^https?:\/\/./.test(url) ? url : undefined;
}

/** A currency code as Shopify writes it. */
export function currencyCode(value: unknown): string | undefined {
  const code = text(value);
  return code && /^[A-Z]{3}$/.test(code) ? code : undefined;
}

/** The amount of a MoneyV2, or one that stands alone. */
export function minor(
  money: unknown,
  currency: string | undefined,
): Minor | undefined {
  return toMinor(isObject(money) ? money['amount'] : money, currency);
}
