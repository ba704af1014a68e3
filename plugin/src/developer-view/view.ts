import type { Visitor } from '../consent/consent.ts';
import type { Inspection } from '../inspection.ts';
import type { EventLog, Seen } from './event-log.ts';

type Fact = readonly [label: string, value: string];

/** What the developer view shows, in words. */
export interface View {
  readonly consent: readonly Fact[];
  readonly gate: readonly Fact[];
  readonly violations: number;
  /** The last first. */
  readonly events: readonly EventRow[];
}

export interface EventRow {
  readonly time: string;
  readonly name: string;
  readonly violations: readonly string[];
}

export function viewOf(
  visitor: Visitor,
  inspection: Inspection,
  log: Pick<EventLog, 'list' | 'violations'>,
): View {
  return {
    consent: consentFacts(visitor),
    gate: gateFacts(inspection),
    violations: log.violations(),
    events: log.list().map(eventRow),
  };
}

function consentFacts({
  consent,
  anonymousId,
  gpc,
  model,
  region,
  expiresAt,
}: Visitor): Fact[] {
  const isUnknown = consent.status === 'unknown';
  const facts: Fact[] = [['Status', statusOf(consent.status, anonymousId)]];
  if (!isUnknown)
    facts.push(
      ['Categories', answers(consent.categoryPreferences)],
      ['Policy version', consent.policyVersion],
    );
  facts.push(
    ['Global Privacy Control', gpc ? 'honoured' : 'absent'],
    ['Model', model],
    ['Jurisdiction', region ?? 'unknown'],
  );
  if (expiresAt !== undefined) facts.push(['Expires', expiresAt]);
  if (anonymousId !== undefined) facts.push(['Anonymous id', anonymousId]);
  return facts;
}

function statusOf(
  status: Visitor['consent']['status'],
  anonymousId: string | undefined,
): string {
  if (status === 'unknown') return 'unknown';
  const answer = anonymousId === undefined ? 'refused' : 'granted';
  return status === 'implied' ? `${answer}, by silence` : answer;
}

const answers = (preferences: Readonly<Record<string, boolean>>): string =>
  Object.entries(preferences)
    .map(([category, granted]) => `${category}: ${granted ? 'yes' : 'no'}`)
    .join(', ');

function gateFacts({ phase, reason, held, sent, dropped }: Inspection): Fact[] {
  const forgotten = Object.entries(dropped)
    .map(([why, count]) => `${String(count)} ${why}`)
    .join(', ');
  return [
    ['Phase', phase],
    ...(reason === undefined ? [] : [['Reason', reason] as const]),
    ['Held', String(held)],
    ['Sent', String(sent)],
    ['Dropped', forgotten || '0'],
  ];
}

function eventRow({ content, at, path, violations }: Seen): EventRow {
  return {
    time: at.toTimeString().slice(0, 8),
    name: nameOf(),
    // The console says more: the event once again, and where it is described.
    violations: violations.map(
      ({ path: property, expected, received }) =>
        `${property} should be ${expected}, but is ${received}`,
    ),
  };

  function nameOf(): string {
    switch (content.type) {
      case 'track':
        return content.event;
      case 'page':
        return `page ${path}`;
      case 'identify':
        return `identify ${content.userId ?? '(traits only)'}`;
      case 'reset':
        return 'reset';
    }
  }
}
