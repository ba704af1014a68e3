import type { Ledger } from '../store/store.ts';

/** What a mapping asks of the ledger. */
export type AskedLedger = Pick<Ledger, 'denialsOf' | 'handoversOf' | 'knownOf'>;

/**
 * The same ledger, for many who ask at the same moment: their questions are one. A mapping asks up to four times, and
 * each time is a way to the database and back.
 */
export function askTogether(ledger: AskedLedger): AskedLedger {
  return {
    denialsOf: together((subjects) => ledger.denialsOf(subjects)),
    handoversOf: together((carts) => ledger.handoversOf(carts)),
    knownOf: together((subjects) => ledger.knownOf(subjects)),
  };
}

function together<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>> {
  let wanted = new Set<Key>();
  let answer: Promise<ReadonlyMap<Key, Value>> | undefined;
  const askAll = async () => {
    await new Promise(setImmediate);
    const keys = [...wanted];
    wanted = new Set();
    answer = undefined;
    return ask(keys);
  };
  return async (keys) => {
    for (const key of keys) wanted.add(key);
    const all = await (answer ??= askAll());
    return new Map(
      keys.flatMap((key) => {
        const value = all.get(key);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  };
}
