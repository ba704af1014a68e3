import {
  CONSENT,
  makeEntry,
  makeVisitorMessage,
  RECEIVED_AT,
  REFUSAL,
} from './testing/visitor.ts';
import { cartSubject, visitorSubject } from './ledger.ts';
import { entryOf } from './visitor.ts';

const A_DAY = 24 * 60 * 60 * 1000;
const subjects = [cartSubject('c1-abc'), visitorSubject('visitor-1')];

describe("a visitor's message", () => {
  it('that refuses denies every category the shop asks about, for cart and visitor', () => {
    expect(
      makeEntry({ categoryPreferences: { analytics: false } }),
    ).toMatchObject({
      denial: {
        subjects,
        categories: ['analytics', 'marketing'],
        at: Date.UTC(2026, 10, 21, 10),
      },
      withdrawn: true,
      handover: undefined,
    });
  });

  it('that grants denies nothing and gives nothing', () => {
    expect(makeEntry()).toMatchObject({
      denial: { categories: [] },
      withdrawn: false,
      handover: undefined,
    });
  });

  it('that narrows denies what it leaves out', () => {
    const { denial, withdrawn } = makeEntry({
      categoryPreferences: { analytics: true, marketing: false },
    });
    expect(denial.categories).toEqual(['marketing']);
    expect(withdrawn).toBe(false);
  });

  it('names categories that the settings do not know only as "others", however many it has', () => {
    const categoryPreferences = Object.fromEntries(
      Array.from({ length: 49 }, (_, index) => [`c${String(index)}`, false]),
    );
    expect(
      makeEntry({
        categoryPreferences: { ...categoryPreferences, analytics: true },
      }).denial.categories,
    ).toEqual(['marketing', '*']);
  });

  it('may be about nobody, and is a receipt then', () => {
    const { kind, receiptId, consent } = makeVisitorMessage();
    const entry = entryOf({ kind, receiptId, consent }, RECEIVED_AT, CONSENT);
    expect(entry.denial.subjects).toEqual([]);
    expect(entry.receipt?.receiptId).toBe('receipt-1');
  });

  it.each([
    ['a day ahead of ours', RECEIVED_AT + A_DAY, RECEIVED_AT + A_DAY],
    ['further ahead', RECEIVED_AT + 2 * A_DAY, RECEIVED_AT + A_DAY],
    ['at the end of time', Date.UTC(9999, 11, 31), RECEIVED_AT + A_DAY],
    ['before 1970', Date.UTC(1969, 0, 1), 0],
  ])('counts a time that is %s within bounds', (_, claimed, counted) => {
    const decidedAt = new Date(claimed).toISOString();
    expect(
      makeEntry({ decidedAt, categoryPreferences: REFUSAL }).denial.at,
    ).toBe(counted);
  });

  it('hands over an identity after a grant only, and only a whole one', () => {
    const handover = { kind: 'handover' } as const;
    expect(makeEntry(handover).handover).toEqual({
      cart: subjects[0],
      visitor: subjects[1],
      anonymousId: 'visitor-1',
      categoryPreferences: { analytics: true, marketing: true },
    });
    expect(
      makeEntry({ ...handover, categoryPreferences: REFUSAL }).handover,
    ).toBeUndefined();
    // It repeats a choice, which has its receipt.
    expect(makeEntry(handover).receipt).toBeUndefined();
    const { cartToken: _, ...noCart } = makeVisitorMessage(handover);
    const { anonymousId: __, ...noId } = makeVisitorMessage(handover);
    for (const message of [noCart, noId])
      expect(entryOf(message, RECEIVED_AT, CONSENT).handover).toBeUndefined();
  });
});

describe('a receipt', () => {
  it('names the visitor after a grant', () => {
    expect(
      makeEntry({ model: 'opt-out', platform: 'klaro', gpc: true }).receipt,
    ).toEqual({
      receiptId: 'receipt-1',
      receivedAt: RECEIVED_AT,
      decidedAt: '2026-11-21T10:00:00.000Z',
      categories: { analytics: true, marketing: true },
      model: 'opt-out',
      gpc: true,
      policyVersion: '1',
      platform: 'klaro',
      anonymousId: 'visitor-1',
    });
  });

  it('names nobody after a refusal, though the message does', () => {
    const entry = makeEntry({ categoryPreferences: REFUSAL });
    expect(JSON.stringify(entry.receipt)).not.toMatch(/visitor-1|c1-abc/);
  });
});
