/** A smaller part would cost more than working on two at once gains: whatever is asked and written is done for each. */
const SMALLEST = 100;

/**
 * Works on so many parts of a round (`rounds`) at the same time, fewer where it is small: its webhooks do not concern each
 * other. Rejects if the work on any part did, when none is under way any more.
 */
export async function inParts<Item>(
  items: readonly Item[],
  most: number,
  work: (part: readonly Item[]) => Promise<void>,
): Promise<void> {
  const count = Math.min(most, Math.ceil(items.length / SMALLEST));
  const size = Math.ceil(items.length / count);
  const parts = Array.from({ length: count }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
  const results = await Promise.allSettled(parts.map(work));
  for (const result of results)
    if (result.status === 'rejected') throw result.reason;
}
