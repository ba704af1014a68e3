import type { Violation } from '@storefront-events/plan/validate';
import type { Visitor } from '../consent/consent.ts';
import { UNDECIDED } from '../consent/consent.ts';
import { createEventLog, LOG_LIMIT, type Seen } from './event-log.ts';
import { viewOf } from './view.ts';

const at = new Date(2026, 10, 22, 9, 5, 7);
const violation: Violation = {
  severity: 'flag',
  event: 'Product Viewed',
  path: 'properties.price',
  expected: 'a number',
  received: 'missing',
  docs: 'https://segment.com/docs/',
};
const seen = (
  content: Seen['content'],
  violations: readonly Violation[] = [],
): Seen => ({
  content,
  at,
  path: '/sencha/',
  violations,
});

const granted: Visitor = {
  ...UNDECIDED,
  consent: {
    status: 'decided',
    categoryPreferences: { analytics: true, marketing: false },
    gpc: true,
    policyVersion: '7',
    decidedAt: '2026-11-22T09:00:00.000Z',
  },
  anonymousId: 'visitor-1',
  gpc: true,
  region: 'DE',
  expiresAt: '2027-05-21T09:00:00.000Z',
};

const inspection = {
  phase: 'blocked',
  reason: 'ChunkLoadError',
  held: 2,
  sent: 5,
  dropped: { refused: 3, 'page-left': 1 },
} as const;

const facts = (pairs: readonly (readonly [string, string])[]) =>
  Object.fromEntries(pairs);

describe('the developer view says', () => {
  it('that nobody has decided', () => {
    const { consent } = viewOf(UNDECIDED, inspection, createEventLog());
    expect(facts(consent)).toEqual({
      Status: 'unknown',
      'Global Privacy Control': 'absent',
      Model: 'opt-in',
      Jurisdiction: 'unknown',
    });
  });

  it('what was granted, where and until when', () => {
    const { consent } = viewOf(granted, inspection, createEventLog());
    expect(facts(consent)).toEqual({
      Status: 'granted',
      Categories: 'analytics: yes, marketing: no',
      'Policy version': '7',
      'Global Privacy Control': 'honoured',
      Model: 'opt-in',
      Jurisdiction: 'DE',
      Expires: '2027-05-21T09:00:00.000Z',
      'Anonymous id': 'visitor-1',
    });
  });

  it.each([
    ['decided', undefined, 'refused'],
    ['implied', 'visitor-1', 'granted, by silence'],
  ] as const)('%s with the id %s is %s', (status, anonymousId, expected) => {
    const consent = { ...granted.consent, status } as Visitor['consent'];
    const view = viewOf(
      { ...granted, consent, anonymousId },
      inspection,
      createEventLog(),
    );
    expect(facts(view.consent)['Status']).toBe(expected);
  });

  it('what the gate does and why, and what was forgotten for which reason', () => {
    expect(facts(viewOf(granted, inspection, createEventLog()).gate)).toEqual({
      Phase: 'blocked',
      Reason: 'ChunkLoadError',
      Held: '2',
      Sent: '5',
      Dropped: '3 refused, 1 page-left',
    });
  });

  it('the last events first, with their time and what is wrong with them', () => {
    const log = createEventLog();
    log.add(seen({ type: 'page' }));
    log.add(
      seen({ type: 'track', event: 'Product Viewed', properties: {} }, [
        violation,
      ]),
    );
    log.add(seen({ type: 'identify', userId: undefined, traits: {} }));
    log.add(seen({ type: 'reset', anonymousId: undefined }));
    const { events, violations } = viewOf(granted, inspection, log);
    expect(events.map(({ name }) => name)).toEqual([
      'reset',
      'identify (traits only)',
      'Product Viewed',
      'page /sencha/',
    ]);
    expect(events[2]).toMatchObject({
      time: '09:05:07',
      violations: ['properties.price should be a number, but is missing'],
    });
    expect(violations).toBe(1);
  });
});

it('the log keeps the last events, and counts the violations of all', () => {
  const log = createEventLog();
  for (let count = 0; count <= LOG_LIMIT; count += 1)
    log.add(seen({ type: 'page' }, count === 0 ? [violation] : []));
  expect(log.list()).toHaveLength(LOG_LIMIT);
  expect(log.list().flatMap(({ violations }) => violations)).toEqual([]);
  expect(log.violations()).toBe(1);
});
