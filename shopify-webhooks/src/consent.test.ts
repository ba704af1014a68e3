import fc from 'fast-check';
import type { VisitorMessage } from '@storefront-events/plan/wire';
import { aboutOrder } from './about.ts';
import { permissionOf, recall, type Permission } from './consent.ts';
import { stillHolds } from './ledger.ts';
import { SqliteStore } from './store/sqlite.ts';
import { noteAttributes } from './testing/consent.ts';
import { makeOrder } from './testing/order.ts';
import {
  CONSENT,
  makeEntry,
  makeVisitorMessage,
  RECEIVED_AT,
  REFUSAL,
} from './testing/visitor.ts';
import { entryOf } from './visitor.ts';

const A_DAY = 24 * 60 * 60 * 1000;
const granted = { analytics: true, marketing: true };
const EARLIER = '2026-11-21T09:00:00.000Z';
const SAME = '2026-11-21T10:00:00.000Z';
const LATER = '2026-11-21T10:00:04.000Z';

let store: SqliteStore;

beforeEach(() => {
  store = SqliteStore.open(':memory:', () => RECEIVED_AT);
});

afterEach(() => store.close());

const orderWith = (
  attributes: { name: string; value: string }[],
  receivedAt = RECEIVED_AT,
) =>
  aboutOrder(
    makeOrder({ note_attributes: attributes }),
    '4501',
    'chk-1',
    receivedAt,
  );

const answersOf = (permission: Permission) =>
  (permission.status !== 'dropped' && permission.categoryPreferences) || {};

const permission = async (
  order: ReturnType<typeof orderWith>,
  ledger: SqliteStore['ledger'] = store.ledger,
) => permissionOf(order, await recall(order, ledger), CONSENT);

const told = async (...changes: Parameters<typeof makeEntry>[0][]) => {
  for (const change of changes) await store.ledger.record(makeEntry(change));
};

const restricted = {
  status: 'restricted',
  categoryPreferences: { analytics: false, marketing: false },
};

describe('an order whose visitor granted', () => {
  const order = orderWith(noteAttributes(granted, 'visitor-1'));

  it('carries them, if nothing else is known', async () => {
    expect(await permission(order)).toMatchObject({
      status: 'granted',
      categoryPreferences: granted,
      anonymousId: 'visitor-1',
    });
  });

  it.each([
    ['their cart', { anonymousId: 'another' }],
    ['their anonymous id', { cartToken: 'another' }],
  ])('does not after a withdrawal that names %s', async (_, change) => {
    await told({ ...change, categoryPreferences: REFUSAL, decidedAt: LATER });
    expect(await permission(order)).toMatchObject(restricted);
  });

  it('is not changed by what others say', async () => {
    await told({
      cartToken: 'another',
      anonymousId: 'another',
      categoryPreferences: REFUSAL,
      decidedAt: LATER,
    });
    expect((await permission(order)).status).toBe('granted');
  });

  it.each([
    [EARLIER, 'granted'],
    [SAME, 'restricted'],
    [LATER, 'restricted'],
  ])('and who denied at %s, is %s', async (decidedAt, status) => {
    await told({ categoryPreferences: REFUSAL, decidedAt });
    expect((await permission(order)).status).toBe(status);
  });

  it('leaves out the categories that were denied since, and carries them still', async () => {
    await told({
      categoryPreferences: { analytics: true, marketing: false },
      decidedAt: LATER,
    });
    expect(await permission(order)).toMatchObject({
      status: 'granted',
      categoryPreferences: { analytics: true, marketing: false },
      basis: { granted: ['analytics'] },
    });
  });

  it('stays lowered though somebody says that everything was granted again', async () => {
    await told(
      { categoryPreferences: REFUSAL, decidedAt: SAME },
      { categoryPreferences: granted, decidedAt: LATER },
      { kind: 'handover', categoryPreferences: granted, decidedAt: LATER },
    );
    expect(await permission(order)).toMatchObject(restricted);
  });

  it('carries them again when a later cart says so', async () => {
    await told({ categoryPreferences: REFUSAL, decidedAt: SAME });
    const again = orderWith(noteAttributes(granted, 'visitor-1', LATER));
    expect((await permission(again)).status).toBe('granted');
  });

  it('is lowered by the same choice however wrong the clock of the visitor is', async () => {
    for (const ahead of [-400 * A_DAY, -A_DAY / 2, A_DAY / 2, 400 * A_DAY]) {
      const at = (ms: number) =>
        new Date(RECEIVED_AT + ahead + ms).toISOString();
      const visitor = `visitor of ${String(ahead)}`.replaceAll(' ', '-');
      await told({
        anonymousId: visitor,
        cartToken: visitor,
        categoryPreferences: REFUSAL,
        decidedAt: at(1000),
      });
      const theirs = orderWith(
        noteAttributes(granted, visitor, at(0)),
        RECEIVED_AT + 60_000,
      );
      expect(await permission(theirs)).toMatchObject(restricted);
    }
  });

  it('is not lowered for ever by a forged time', async () => {
    await told({
      categoryPreferences: REFUSAL,
      decidedAt: '9999-12-31T00:00:00Z',
    });
    const nextDay = RECEIVED_AT + A_DAY + 1;
    const again = orderWith(
      noteAttributes(granted, 'visitor-1', new Date(nextDay).toISOString()),
      nextDay,
    );
    expect((await permission(again)).status).toBe('granted');
  });

  it('loses categories that the settings do not name when one of those is denied', async () => {
    const all = { analytics: true, functional: true, social: true };
    const named = orderWith(noteAttributes(all, 'visitor-1'));
    await told({
      categoryPreferences: { ...granted, functional: false },
      decidedAt: LATER,
    });
    expect(answersOf(await permission(named))).toEqual({
      analytics: true,
      functional: false,
      social: false,
    });
  });
});

describe('an order without consent of its own', () => {
  const order = orderWith([]);
  const handover = { kind: 'handover' } as const;

  it('is about nobody', async () => {
    await told({ categoryPreferences: granted });
    expect(await permission(order)).toMatchObject(restricted);
  });

  it('takes the identity that was handed over for its cart', async () => {
    await told(handover);
    expect(await permission(order)).toMatchObject({
      status: 'granted',
      categoryPreferences: granted,
      anonymousId: 'visitor-1',
    });
  });

  it('takes the first one, whoever comes next', async () => {
    await told(handover, {
      ...handover,
      anonymousId: 'thief',
      decidedAt: LATER,
    });
    expect(await permission(order)).toMatchObject({ anonymousId: 'visitor-1' });
  });

  it.each([
    ['before', EARLIER],
    ['after', LATER],
  ])('takes none if there was a refusal %s', async (when, decidedAt) => {
    const refusal = { categoryPreferences: REFUSAL, decidedAt };
    await told(
      ...(when === 'before' ? [refusal, handover] : [handover, refusal]),
    );
    expect(await permission(order)).toMatchObject(restricted);
  });

  it.each([
    ['refuses', noteAttributes(REFUSAL)],
    ['is unreadable', [{ name: '_storefront_consent', value: '{' }]],
    [
      'is gone, where the order has another anonymous id',
      [{ name: '_storefront_anonymous_id', value: 'visitor-2' }],
    ],
  ])('takes none if its consent %s', async (_, attributes) => {
    await told(handover);
    expect((await permission(orderWith(attributes))).status).toBe('restricted');
  });
});

describe('whatever is sent to POST /visitor', () => {
  const answer = fc.record({
    analytics: fc.boolean(),
    marketing: fc.boolean(),
    functional: fc.boolean(),
  });
  const time = fc
    .integer({ min: -3 * A_DAY, max: 3 * A_DAY })
    .map((ms) => new Date(RECEIVED_AT + ms).toISOString());
  const message: fc.Arbitrary<VisitorMessage> = fc
    .record({
      kind: fc.constantFrom('choice' as const, 'handover' as const),
      receiptId: fc.constantFrom('receipt-1', 'receipt-2', 'receipt-3'),
      cartToken: fc.constantFrom('c1-abc', 'c2'),
      anonymousId: fc.constantFrom('visitor-1', 'visitor-2'),
      categoryPreferences: answer,
      decidedAt: time,
    })
    .map(makeVisitorMessage);
  const messages = fc.array(message, { maxLength: 12 });

  /** Checks what is said of an order before and after more messages came. */
  const check = async (
    attributes: fc.Arbitrary<{ name: string; value: string }[]>,
    first: fc.Arbitrary<VisitorMessage[]>,
    holds: (before: Permission, after: Permission) => void,
  ) => {
    await fc.assert(
      fc.asyncProperty(attributes, first, messages, async (own, some, more) => {
        const { ledger, tell, close } = openLedger();
        const order = orderWith(own);
        await tell(some);
        const before = await permission(order, ledger);
        await tell(more);
        const after = await permission(order, ledger);
        holds(before, after);
        if (before.status === 'granted') {
          const { subjects } = before.basis;
          const denials = await ledger.denialsOf(subjects);
          // What a waiting message is checked by agrees with what mapping it again would give.
          expect(stillHolds(before.basis, denials)).toBe(
            countYes(after) === countYes(before),
          );
        }
        await close();
      }),
      { numRuns: 300 },
    );
  };

  const openLedger = () => {
    const another = SqliteStore.open(':memory:', () => RECEIVED_AT);
    const { ledger } = another;
    const tell = async (list: readonly VisitorMessage[]) => {
      for (const each of list)
        await ledger.record(entryOf(each, RECEIVED_AT, CONSENT));
    };
    return { ledger, tell, close: () => another.close() };
  };

  const countYes = (permission: Permission) =>
    Object.values(answersOf(permission)).filter(Boolean).length;

  const expectNotRaised = (before: Permission, after: Permission) => {
    if (before.status === 'restricted') expect(after.status).toBe('restricted');
    for (const [category, yes] of Object.entries(answersOf(after)))
      if (yes) expect(answersOf(before)[category]).toBe(true);
    if (before.status === 'granted' && after.status === 'granted')
      expect(after.anonymousId).toBe(before.anonymousId);
  };

  const own = fc
    .tuple(answer, fc.constantFrom('visitor-1', undefined), time)
    .map(([answers, id, at]) => noteAttributes(answers, id, at));

  it('never raises what a signed order says, and never changes its identity', async () => {
    await check(own, fc.constant([]), expectNotRaised);
  });

  it('never raises what is known of a signed order either', async () => {
    await check(own, messages, expectNotRaised);
  });

  it('never changes an identity once it was handed over, and only lowers its consent', async () => {
    await check(fc.constant([]), messages, (before, after) => {
      if (before.status === 'granted') expectNotRaised(before, after);
    });
  });

  it('means the same for a signed order in any sequence, however often repeated', async () => {
    await fc.assert(
      fc.asyncProperty(
        own,
        messages,
        fc.func(fc.nat()),
        async (attributes, list, rank) => {
          const after = async (all: readonly VisitorMessage[]) => {
            const { ledger, tell, close } = openLedger();
            await tell(all);
            const result = await permission(orderWith(attributes), ledger);
            await close();
            return result;
          };
          const shuffled = [...list, ...list].sort((a, b) => rank(a) - rank(b));
          expect(await after(shuffled)).toEqual(await after(list));
        },
      ),
      { numRuns: 200 },
    );
  });
});
