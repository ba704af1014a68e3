import type { LeasedWebhook, Settled, Store } from '../store/store.ts';
import type { ReadWebhook } from './map.ts';
import type { Turn } from './rounds.ts';
import { UnderWay, type Entered } from './under-way.ts';

/** A webhook that was leased, and what was read of it: it is settled already, or to be mapped. */
export interface Taken {
  readonly leased: LeasedWebhook;
  readonly read: ReadWebhook | Pick<Settled, 'outcome'>;
}

export interface TakingDependencies {
  readonly store: Pick<Store, 'discountWebhooks' | 'leaseWebhooks'>;
  /** False: nothing is taken at this moment. */
  readonly mayTake: () => boolean;
  /** How many at once. */
  readonly limit: number;
  readonly read: (leased: LeasedWebhook) => Taken['read'];
}

/** Takes webhooks from the store, one batch after another: whoever comes next knows what is under way. */
export class Taking {
  readonly #dependencies: TakingDependencies;
  readonly #underWay = new UnderWay();
  /** Begun and not recorded, because the store could not be read or written: that was no crash. */
  #unrecorded: readonly LeasedWebhook[] = [];
  /** The last batch. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(dependencies: TakingDependencies) {
    this.#dependencies = dependencies;
  }

  /** Rejects if the store cannot be read. */
  take(): Promise<{ all: readonly Taken[]; entered: Entered }> {
    const taken = this.#last.then(async () => {
      await this.#underWay.nobodyAlone();
      const leased = await this.#lease();
      const all = leased.map((one) => ({
        leased: one,
        read: this.#dependencies.read(one),
      }));
      return { all, entered: this.#underWay.enter(all.map(turnOf)) };
    });
    this.#last = taken.catch(() => undefined);
    return taken;
  }

  /** These could not be recorded. */
  failed(leased: Iterable<LeasedWebhook>): void {
    this.#unrecorded = [...this.#unrecorded, ...leased];
  }

  async #lease(): Promise<readonly LeasedWebhook[]> {
    const { store, mayTake, limit } = this.#dependencies;
    if (!mayTake()) return [];
    if (this.#unrecorded.length > 0) {
      const unrecorded = this.#unrecorded;
      await store.discountWebhooks(unrecorded);
      // More may have come meanwhile.
      this.#unrecorded = this.#unrecorded.slice(unrecorded.length);
    }
    return store.leaseWebhooks(limit);
  }
}

/** What matters of a webhook for when it may be mapped. */
export function turnOf({ leased, read }: Taken): Turn {
  // Whatever is under way beside one that may stop the service would be suspected as well.
  const isSuspect = leased.starts > 1;
  if ('outcome' in read)
    return {
      subjects: [],
      alone: isSuspect || read.outcome.status === 'erased',
    };
  const { order, checkout, contract, customer, merged } = read.about.subjects;
  return {
    subjects: [order, checkout, contract, customer, merged].filter(
      (subject) => subject !== undefined,
    ),
    alone: isSuspect,
  };
}
