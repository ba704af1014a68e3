import type { Subject } from '../ledger.ts';

/** What matters of a webhook for when it may be mapped. */
export interface Turn {
  /** Whom and what it says something of that others may need to know. */
  readonly subjects: readonly Subject[];
  /** What came before it is mapped before it, and what came after, after. */
  readonly alone: boolean;
}

/**
 * Parts webhooks into rounds that are mapped one after another: what one of them says of an order or a customer is known
 * to the next. Of the same subject, the order stays. Pure.
 */
export function rounds<Item>(
  items: readonly Item[],
  turnOf: (item: Item) => Turn,
): Item[][] {
  const all: Item[][] = [];
  /** The first round in which a subject is free. */
  const free = new Map<Subject, number>();
  let from = 0;
  for (const item of items) {
    const { subjects, alone } = turnOf(item);
    const round = alone
      ? all.length
      : Math.max(from, ...subjects.map((subject) => free.get(subject) ?? 0));
    (all[round] ??= []).push(item);
    for (const subject of subjects) free.set(subject, round + 1);
    if (alone) from = round + 1;
  }
  return all;
}
