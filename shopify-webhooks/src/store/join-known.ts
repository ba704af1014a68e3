import type { Known, Subject } from '../ledger.ts';
import type { Json } from '../shopify/payload.ts';
import { mergePatch } from './merge-patch.ts';

/** What was said earlier, with what was said later in its place; the first order of both is the first. */
export function joinKnown(earlier: Json, later: Json): Json {
  const first = [earlier, later].flatMap(({ firstOrderAt }) =>
    typeof firstOrderAt === 'number' ? firstOrderAt : [],
  );
  const joined = mergePatch(earlier, later);
  return first.length > 0
    ? { ...joined, firstOrderAt: Math.min(...first) }
    : joined;
}

/** What is stored of one who is the same person as a subject, or of the subject itself. */
export interface SameRow {
  readonly subject: Subject;
  readonly other: Subject;
  /** JSON. */
  readonly facts: string;
}

/**
 * What is known of each subject. Of those who became one with it, Global Privacy Control counts and when they first
 * ordered; not what they granted, nor who they are: a merge joins only who both agreed.
 */
export function knownOfSame(
  rows: readonly SameRow[],
): ReadonlyMap<Subject, Known> {
  const known = new Map<Subject, Known>();
  for (const { subject, other, facts } of rows) {
    const before = known.get(subject);
    const said = JSON.parse(facts) as Known;
    const own = subject === other ? said : before;
    const gpc = [before, said].flatMap((one) => one?.gpcSince ?? []);
    const first = [before, said].flatMap((one) => one?.firstOrderAt ?? []);
    if (own || gpc.length > 0 || first.length > 0)
      known.set(subject, {
        ...own,
        ...(gpc.length > 0 && { gpcSince: Math.max(...gpc) }),
        ...(first.length > 0 && { firstOrderAt: Math.min(...first) }),
      });
  }
  return known;
}
