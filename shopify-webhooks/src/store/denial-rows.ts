import type { Denials, Subject } from '../ledger.ts';
import type { Settled } from './store.ts';

/** Of one subject and category, the latest denial. */
export interface DenialRow {
  readonly subject: Subject;
  readonly category: string;
  /** Milliseconds since 1970. */
  readonly denied_at: number;
}

/** The denials that rows of a store tell of. */
export function denialsIn(rows: readonly DenialRow[]): Denials {
  const denials = new Map<Subject, Map<string, number>>();
  for (const { subject, category, denied_at } of rows) {
    const denied = denials.get(subject) ?? new Map<string, number>();
    denials.set(subject, denied.set(category, denied_at));
  }
  return denials;
}

/** Whose denials could keep an identity from being learned: see `learnable`. */
export function basesOf(
  settled: readonly Pick<Settled, 'ledger'>[],
): Subject[] {
  const subjects = settled.flatMap(({ ledger }) =>
    (ledger?.facts ?? []).flatMap(({ basis }) => basis?.subjects ?? []),
  );
  return [...new Set(subjects)];
}
