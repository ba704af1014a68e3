import { cartSubject, visitorSubject } from '../ledger.ts';
import type { Store } from '../store/store.ts';
import { Clock } from './clock.ts';
import { makeEntry, RECEIVED_AT, REFUSAL } from './visitor.ts';

const CART = cartSubject('c1-abc');
const VISITOR = visitorSubject('visitor-1');
const DECIDED_AT = Date.UTC(2026, 10, 21, 10);

/** What the ledger of every store must do. `open` gives an empty one. */
export function ledgerContract(
  open: (now: () => number) => Promise<Store>,
): void {
  let store: Store;

  beforeEach(async () => {
    store = await open(new Clock().now);
  });

  afterEach(() => store.close());

  const record = (...[changes, receivedAt]: Parameters<typeof makeEntry>) =>
    store.ledger.record(makeEntry(changes, receivedAt));

  const later = (seconds: number) =>
    new Date(DECIDED_AT + seconds * 1000).toISOString();

  describe('what visitors say', () => {
    it('knows nothing of whom it was told nothing', async () => {
      expect(await store.ledger.denialsOf([CART, VISITOR])).toEqual(new Map());
      expect(await store.ledger.handoverOf(CART)).toBeUndefined();
    });

    it('remembers a denial for the cart and for the visitor', async () => {
      expect(await record({ categoryPreferences: REFUSAL })).toEqual({
        status: 'recorded',
      });
      const denied = new Map([
        ['analytics', DECIDED_AT],
        ['marketing', DECIDED_AT],
      ]);
      expect(await store.ledger.denialsOf([CART, VISITOR, 'another'])).toEqual(
        new Map([
          [CART, denied],
          [VISITOR, denied],
        ]),
      );
    });

    it('remembers the latest denial of each category, in whichever order they come', async () => {
      await record({ categoryPreferences: REFUSAL, decidedAt: later(2) });
      await record({ categoryPreferences: REFUSAL, decidedAt: later(1) });
      await record({
        categoryPreferences: { analytics: true, marketing: false },
        decidedAt: later(3),
      });
      expect((await store.ledger.denialsOf([CART])).get(CART)).toEqual(
        new Map([
          ['analytics', DECIDED_AT + 2000],
          ['marketing', DECIDED_AT + 3000],
        ]),
      );
    });

    it('keeps the identity that was handed over first', async () => {
      await record({ kind: 'handover' });
      await record({ kind: 'handover', anonymousId: 'another' });
      expect(await store.ledger.handoverOf(CART)).toEqual({
        anonymousId: 'visitor-1',
        categoryPreferences: { analytics: true, marketing: true },
      });
    });

    it.each([
      ['the cart', { anonymousId: 'another' }],
      ['the visitor', { cartToken: 'another' }],
    ])(
      'erases an identity when a refusal names %s, and gives the place to nobody else',
      async (_, change) => {
        await record({ kind: 'handover' });
        await record({ ...change, categoryPreferences: REFUSAL });
        await record({ kind: 'handover', anonymousId: 'another' });
        expect(await store.ledger.handoverOf(CART)).toBeUndefined();
      },
    );

    it('keeps many at the same moment', async () => {
      const recorded = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          record({
            receiptId: `receipt-${String(index)}`,
            cartToken: `cart-${String(index)}`,
            categoryPreferences: REFUSAL,
          }),
        ),
      );
      expect(recorded).toEqual(Array(100).fill({ status: 'recorded' }));
      const denials = await store.ledger.denialsOf([
        cartSubject('cart-0'),
        cartSubject('cart-99'),
      ]);
      expect(denials.size).toBe(2);
    });

    it('deletes what is older than it may be, a little at a time', async () => {
      for (const [index, receivedAt] of [1000, 2000, 3000].entries()) {
        const message = {
          receiptId: `receipt-${String(index)}`,
          cartToken: `cart-${String(index)}`,
          anonymousId: `visitor-${String(index)}`,
          categoryPreferences: { analytics: true, marketing: false },
        };
        await record({ ...message, kind: 'handover' }, receivedAt);
        await record({ ...message, kind: 'choice' }, receivedAt);
      }
      // Of the first two: 4 denials, 2 handovers, 1 receipt.
      const before = { visitors: 3000, orders: 0, receipts: 2000 };
      expect(await store.ledger.prune(before, 3)).toBe(6);
      expect(await store.ledger.prune(before, 3)).toBe(1);
      expect(await store.ledger.prune(before, 3)).toBe(0);
      expect(
        await store.ledger.handoverOf(cartSubject('cart-1')),
      ).toBeUndefined();
      expect(
        await store.ledger.handoverOf(cartSubject('cart-2')),
      ).toBeDefined();
      expect((await store.ledger.denialsOf([cartSubject('cart-2')])).size).toBe(
        1,
      );
    });

    it('does not keep a denial longer because it is sent again', async () => {
      await record({ categoryPreferences: REFUSAL }, RECEIVED_AT);
      await record({ categoryPreferences: REFUSAL }, RECEIVED_AT + 1000);
      await store.ledger.prune(
        { visitors: RECEIVED_AT + 500, orders: 0, receipts: 0 },
        100,
      );
      expect(await store.ledger.denialsOf([CART])).toEqual(new Map());
    });
  });
}
