import type { EventOutline, PlanOutline, PropertyOutline } from './outline.ts';

/** How much a change asks of those who send or read events. */
export type Verdict = 'breaking' | 'minor' | 'patch';

export interface Change {
  readonly verdict: Verdict;
  readonly event: string;
  /** Absent for a change of the whole event. */
  readonly property?: string;
  readonly change: string;
}

const WEIGHT: readonly Verdict[] = ['patch', 'minor', 'breaking'];

/** What became different from one plan to the next. */
export function diffPlans(before: PlanOutline, after: PlanOutline): Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((event) => {
    const old = before.get(event);
    const now = after.get(event);
    if (!now) return [{ verdict: 'breaking', event, change: 'removed' }];
    if (!old) return [{ verdict: 'minor', event, change: 'added' }];
    return diffEvents(event, old, now);
  });
}

/** The heaviest verdict; undefined where nothing has changed. */
export function verdictOf(changes: readonly Change[]): Verdict | undefined {
  return changes
    .map(({ verdict }) => verdict)
    .sort((a, b) => WEIGHT.indexOf(b) - WEIGHT.indexOf(a))[0];
}

function diffEvents(
  event: string,
  old: EventOutline,
  now: EventOutline,
): Change[] {
  const paths = [
    ...new Set([...old.properties.keys(), ...now.properties.keys()]),
  ];
  return [
    ...(old.description === now.description
      ? []
      : [{ verdict: 'patch', event, change: 'described anew' } as const]),
    ...(old.version === now.version
      ? []
      : [
          {
            verdict: 'minor',
            event,
            change: `version ${String(old.version)} → ${String(now.version)}`,
          } as const,
        ]),
    ...paths.flatMap((property) =>
      diffProperties(
        old.properties.get(property),
        now.properties.get(property),
      ).map(([verdict, change]) => ({ verdict, event, property, change })),
    ),
  ];
}

function diffProperties(
  old: PropertyOutline | undefined,
  now: PropertyOutline | undefined,
): [Verdict, string][] {
  if (!now) return [['breaking', 'removed']];
  if (!old)
    return now.required
      ? [['breaking', 'added, and required']]
      : [['minor', 'added']];
  const changes: [Verdict, string][] = [];
  if (old.type !== now.type)
    changes.push(['breaking', `${old.type} → ${now.type}`]);
  if (!old.required && now.required)
    changes.push(['breaking', 'became required']);
  if (old.required && !now.required) changes.push(['minor', 'became optional']);
  if (old.constraint !== now.constraint)
    changes.push(
      now.constraint === undefined
        ? ['minor', `no longer ${old.constraint ?? ''}`]
        : ['breaking', `must be ${now.constraint}`],
    );
  if (old.description !== now.description)
    changes.push(['patch', 'described anew']);
  return changes;
}
