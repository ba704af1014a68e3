import { isObject } from '../shopify/payload.ts';

/** What is another way in a second message: one line for each place, such as `properties.total  24.9 → 25`. */
export function changesBetween(before: unknown, after: unknown): string[] {
  const old = new Map(leaves(before, ''));
  const now = new Map(leaves(after, ''));
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  const changed = paths.filter((path) => old.get(path) !== now.get(path));
  const width = Math.max(0, ...changed.map((path) => path.length));
  return changed.map((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    const change =
      was === undefined
        ? `+ ${is ?? ''}`
        : is === undefined
          ? `- ${was}`
          : `${was} → ${is}`;
    return `${path.padEnd(width)}  ${change}`;
  });
}

function leaves(value: unknown, path: string): [string, string][] {
  const children: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [`${path}[${String(index)}]`, item])
    : isObject(value)
      ? Object.entries(value).map(([key, item]) => [
          path === '' ? key : `${path}.${key}`,
          item,
        ])
      : [];
  return children.length > 0
    ? children.flatMap(([at, item]) => leaves(item, at))
    : [[path, JSON.stringify(value)]];
}
