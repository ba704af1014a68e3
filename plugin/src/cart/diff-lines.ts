import type { CartLine } from './cart.ts';
import type { Units } from './cart-event.ts';

export interface LineChanges {
  readonly removed: readonly Units[];
  readonly added: readonly Units[];
}

/**
 * What was put in and taken out, in units. Counted by variant: lines may split, merge, move, or change attributes or
 * selling plan, and nothing was added or removed by that. Within a variant, by what distinguishes lines, so that units
 * have the price of the line they came to or left.
 *
 * A bundle counts as the one thing it was bought as, except where Shopify has made it of lines that were there before, or
 * took it apart: then what it consists of is counted on both sides.
 */
export function diffLines(
  previous: readonly CartLine[],
  next: readonly CartLine[],
): LineChanges {
  const opened = bundlesToOpen(previous, next);
  return opened.size === 0
    ? unitsMoved(previous, next)
    : unitsMoved(opening(previous, opened), opening(next, opened));
}

function unitsMoved(
  previous: readonly CartLine[],
  next: readonly CartLine[],
): LineChanges {
  const before = merged(previous);
  const after = merged(next);
  const count = (lines: Map<string, CartLine>, key: string) =>
    lines.get(key)?.quantity ?? 0;
  const lost = [...before.values()]
    .map((line) => ({ line, quantity: line.quantity - count(after, line.key) }))
    .filter(({ quantity }) => quantity > 0);
  const gained = [...after.values()]
    .map((line) => ({
      line,
      quantity: line.quantity - count(before, line.key),
    }))
    .filter(({ quantity }) => quantity > 0);
  return { removed: without(lost, gained), added: without(gained, lost) };
}

/** Lines that are one to the visitor, as one. */
function merged(lines: readonly CartLine[]): Map<string, CartLine> {
  const byKey = new Map<string, CartLine>();
  for (const line of lines) {
    const same = byKey.get(line.key);
    byKey.set(
      line.key,
      same
        ? {
            ...same,
            quantity: same.quantity + line.quantity,
            total:
              same.total === undefined || line.total === undefined
                ? undefined
                : same.total + line.total,
          }
        : line,
    );
  }
  return byKey;
}

/** Units without as many of the same variant as went the other way. */
function without(
  units: readonly Units[],
  opposite: readonly Units[],
): readonly Units[] {
  const back = new Map<string, number>();
  for (const { line, quantity } of opposite)
    back.set(line.variantId, (back.get(line.variantId) ?? 0) + quantity);
  return units.flatMap(({ line, quantity }) => {
    const cancelled = Math.min(quantity, back.get(line.variantId) ?? 0);
    back.set(line.variantId, (back.get(line.variantId) ?? 0) - cancelled);
    return quantity > cancelled ? { line, quantity: quantity - cancelled } : [];
  });
}

/** Bundles that came while what they consist of went, or the other way round. */
function bundlesToOpen(
  previous: readonly CartLine[],
  next: readonly CartLine[],
): ReadonlySet<string> {
  const bundles = [...previous, ...next].filter(
    ({ components }) => components.length > 0,
  );
  const change = new Map<string, number>();
  const count = (lines: readonly CartLine[], sign: 1 | -1) => {
    for (const { variantId, quantity } of lines)
      change.set(variantId, (change.get(variantId) ?? 0) + sign * quantity);
  };
  if (bundles.length > 0) {
    count(previous, -1);
    count(next, 1);
  }
  const changeOf = ({ variantId }: CartLine) => change.get(variantId) ?? 0;
  return new Set(
    bundles
      .filter((bundle) =>
        bundle.components.some((part) => changeOf(part) * changeOf(bundle) < 0),
      )
      .map(({ variantId }) => variantId),
  );
}

function opening(
  lines: readonly CartLine[],
  bundles: ReadonlySet<string>,
): readonly CartLine[] {
  return lines.flatMap((line) =>
    bundles.has(line.variantId) && line.components.length > 0
      ? line.components
      : line,
  );
}
