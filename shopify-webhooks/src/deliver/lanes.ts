import type { LeasedMessage } from '../store/store.ts';

/**
 * Shares messages out among so many lanes that go on at the same time, none of them much longer than `size`. Messages
 * about the same resource keep their order: they are in one lane.
 */
export function lanes(
  messages: readonly LeasedMessage[],
  count: number,
  size: number,
): LeasedMessage[][] {
  const all: LeasedMessage[][] = [[]];
  const laneOf = new Map<string, LeasedMessage[]>();
  for (const message of messages) {
    const { resource } = message;
    const known = resource === undefined ? undefined : laneOf.get(resource);
    const lane = known ?? roomiest(all, count, size);
    lane.push(message);
    if (resource !== undefined) laneOf.set(resource, lane);
  }
  return all.filter((lane) => lane.length > 0);
}

/** The last lane while it has room, so that batches are full; then a new one; then the shortest. */
function roomiest(
  all: LeasedMessage[][],
  count: number,
  size: number,
): LeasedMessage[] {
  const last = all.at(-1);
  if (last && last.length < size) return last;
  if (all.length < count) {
    const next: LeasedMessage[] = [];
    all.push(next);
    return next;
  }
  return all.reduce((shortest, lane) =>
    lane.length < shortest.length ? lane : shortest,
  );
}
