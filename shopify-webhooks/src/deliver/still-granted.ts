import { stillHolds } from '../ledger.ts';
import type { LeasedMessage, Ledger } from '../store/store.ts';

/**
 * Parts a batch into what may be sent and what may not any more, because the visitor has withdrawn since it was mapped.
 * Rejects if the ledger cannot be read.
 */
export async function partByConsent(
  batch: readonly LeasedMessage[],
  ledger: Pick<Ledger, 'denialsOf'>,
): Promise<{
  readonly granted: readonly LeasedMessage[];
  readonly withdrawn: readonly LeasedMessage[];
}> {
  const subjects = new Set(batch.flatMap(({ basis }) => basis?.subjects ?? []));
  if (subjects.size === 0) return { granted: batch, withdrawn: [] };
  const denials = await ledger.denialsOf([...subjects]);
  const mayGo = ({ basis }: LeasedMessage) =>
    basis === undefined || stillHolds(basis, denials);
  return {
    granted: batch.filter(mayGo),
    withdrawn: batch.filter((message) => !mayGo(message)),
  };
}
