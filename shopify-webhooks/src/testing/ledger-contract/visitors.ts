import { cartSubject } from '../../ledger.ts';
import { RECEIVED_AT, REFUSAL } from '../visitor.ts';
import { CART, DECIDED_AT, VISITOR, type Book } from './book.ts';

export function visitorsContract(on: Book): void {
  describe('what visitors say', () => {
    const handoverOf = async (cart: string) =>
      (await on.store.ledger.handoversOf([cart])).get(cart);

    it('knows nothing of whom it was told nothing', async () => {
      expect(await on.store.ledger.denialsOf([CART, VISITOR])).toEqual(
        new Map(),
      );
      expect(await handoverOf(CART)).toBeUndefined();
    });

    it('remembers a denial for the cart and for the visitor', async () => {
      expect(await on.record({ categoryPreferences: REFUSAL })).toEqual({
        status: 'recorded',
      });
      const denied = new Map([
        ['analytics', DECIDED_AT],
        ['marketing', DECIDED_AT],
      ]);
      expect(
        await on.store.ledger.denialsOf([CART, VISITOR, 'another']),
      ).toEqual(
        new Map([
          [CART, denied],
          [VISITOR, denied],
        ]),
      );
    });

    it('remembers the latest denial of each category, in whichever order they come', async () => {
      await on.record({ categoryPreferences: REFUSAL, decidedAt: on.later(2) });
      await on.record({ categoryPreferences: REFUSAL, decidedAt: on.later(1) });
      await on.record({
        categoryPreferences: { analytics: true, marketing: false },
        decidedAt: on.later(3),
      });
      expect((await on.store.ledger.denialsOf([CART])).get(CART)).toEqual(
        new Map([
          ['analytics', DECIDED_AT + 2000],
          ['marketing', DECIDED_AT + 3000],
        ]),
      );
    });

    it('keeps the identity that was handed over first', async () => {
      await on.record({ kind: 'handover' });
      await on.record({ kind: 'handover', anonymousId: 'another' });
      expect(await handoverOf(CART)).toEqual({
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
        await on.record({ kind: 'handover' });
        await on.record({ ...change, categoryPreferences: REFUSAL });
        await on.record({ kind: 'handover', anonymousId: 'another' });
        expect(await handoverOf(CART)).toBeUndefined();
      },
    );

    it('keeps many at the same moment', async () => {
      const recorded = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          on.record({
            receiptId: `receipt-${String(index)}`,
            cartToken: `cart-${String(index)}`,
            categoryPreferences: REFUSAL,
          }),
        ),
      );
      expect(recorded).toEqual(Array(100).fill({ status: 'recorded' }));
      const denials = await on.store.ledger.denialsOf([
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
        await on.record({ ...message, kind: 'handover' }, receivedAt);
        await on.record({ ...message, kind: 'choice' }, receivedAt);
      }
      // Of the first two: 4 denials, 2 handovers, 1 receipt.
      const before = { visitors: 3000, orders: 3000, receipts: 2000 };
      expect(await on.store.ledger.prune(before, 3)).toBe(6);
      expect(await on.store.ledger.prune(before, 3)).toBe(1);
      expect(await on.store.ledger.prune(before, 3)).toBe(0);
      expect(await handoverOf(cartSubject('cart-1'))).toBeUndefined();
      expect(await handoverOf(cartSubject('cart-2'))).toBeDefined();
      expect(
        (await on.store.ledger.denialsOf([cartSubject('cart-2')])).size,
      ).toBe(1);
    });

    it('deletes what it knows of orders after their time, not before', async () => {
      await on.learn({ subject: 'order', at: 1, known: {} });
      const before = { visitors: 0, receipts: 0 };
      await on.store.ledger.prune({ ...before, orders: 1 }, 9);
      expect((await on.store.ledger.knownOf(['order'])).size).toBe(1);
      await on.store.ledger.prune({ ...before, orders: RECEIVED_AT + 1 }, 9);
      expect((await on.store.ledger.knownOf(['order'])).size).toBe(0);
    });

    it('does not keep a denial longer because it is sent again', async () => {
      await on.record({ categoryPreferences: REFUSAL }, RECEIVED_AT);
      await on.record({ categoryPreferences: REFUSAL }, RECEIVED_AT + 1000);
      await on.store.ledger.prune(
        { visitors: RECEIVED_AT + 500, orders: RECEIVED_AT + 500, receipts: 0 },
        100,
      );
      expect(await on.store.ledger.denialsOf([CART])).toEqual(new Map());
    });

    it.each([
      ['orders', { visitors: RECEIVED_AT + 1, orders: 0 }],
      ['visitors', { visitors: 0, orders: RECEIVED_AT + 1 }],
    ])(
      'keeps a denial as long as a yes may be kept: for the time of %s',
      async (_, times) => {
        await on.record({ kind: 'handover' });
        await on.record({ categoryPreferences: REFUSAL });
        await on.store.ledger.prune({ ...times, receipts: 0 }, 100);
        expect((await on.store.ledger.denialsOf([CART, VISITOR])).size).toBe(2);
      },
    );

    it.each([
      ['cart', { cart: CART }],
      ['visitor', { visitor: VISITOR }],
      ['customer', { customer: CART }],
    ])(
      'keeps a denial as long as anything is known of its %s',
      async (_, owner) => {
        await on.record({ categoryPreferences: REFUSAL }, RECEIVED_AT - 1000);
        // It was granted long ago, and a refund has just been told of it.
        await on.learn({ subject: 'order', at: 1, known: {}, ...owner });
        const before = { visitors: RECEIVED_AT, receipts: 0 };
        const [subject = ''] = Object.values(owner);
        await on.store.ledger.prune({ ...before, orders: RECEIVED_AT }, 100);
        expect((await on.store.ledger.denialsOf([subject])).size).toBe(1);
        await on.store.ledger.prune(
          { ...before, orders: RECEIVED_AT + 1 },
          100,
        );
        expect((await on.store.ledger.denialsOf([subject])).size).toBe(0);
      },
    );
  });
}
