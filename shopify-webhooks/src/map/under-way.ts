import type { Turn } from './rounds.ts';

interface Batch {
  readonly turns: readonly Turn[];
  readonly ended: Promise<void>;
}

/** One of the batches that are under way. */
export interface Entered {
  /** Resolves when no batch that entered before has something to say of the same subjects. */
  readonly myTurn: (turns: readonly Turn[]) => Promise<void>;
  /** It is settled, or has failed. */
  readonly leave: () => void;
}

/**
 * The batches of webhooks that are mapped at the same moment: while one is written, the next is mapped. What one says of
 * an order or a customer is known to those that entered after it.
 */
export class UnderWay {
  readonly #batches = new Set<Batch>();

  /** Resolves when none of those that are under way has to be alone. */
  async nobodyAlone(): Promise<void> {
    await Promise.all(
      [...this.#batches]
        .filter(({ turns }) => turns.some(({ alone }) => alone))
        .map(({ ended }) => ended),
    );
  }

  enter(turns: readonly Turn[]): Entered {
    const before = [...this.#batches];
    let end: () => void = () => undefined;
    const batch: Batch = {
      turns,
      ended: new Promise((resolve) => {
        end = resolve;
      }),
    };
    this.#batches.add(batch);
    return {
      myTurn: async (mine) => {
        await Promise.all(
          before
            .filter((other) => areRelated(other.turns, mine))
            .map(({ ended }) => ended),
        );
      },
      leave: () => {
        this.#batches.delete(batch);
        end();
      },
    };
  }
}

function areRelated(some: readonly Turn[], others: readonly Turn[]): boolean {
  if ([...some, ...others].some(({ alone }) => alone)) return true;
  const subjects = new Set(some.flatMap((turn) => turn.subjects));
  return others.some((turn) => turn.subjects.some((one) => subjects.has(one)));
}
