import { RECEIVED_AT } from '../visitor.ts';
import { type Book } from './book.ts';

export function mergedContract(on: Book): void {
  describe('customers that became one', () => {
    const merge = (from: string, into: string) =>
      on.settle({ merge: { from, into } });
    const deny = (customer: string, at: number, category = 'analytics') =>
      on.settle({ denial: { customer, categories: [category], at } });
    const deniedBy = async (subject: string) =>
      Object.fromEntries(
        (await on.store.ledger.denialsOf([subject])).get(subject) ?? [],
      );

    it('deny for each other, whoever of them does, also later', async () => {
      await merge('from', 'into');
      await deny('into', 5);
      expect(await deniedBy('from')).toEqual({ analytics: 5 });
      await deny('from', 7);
      await deny('from', 3, 'marketing');
      expect(await deniedBy('into')).toEqual({ analytics: 7, marketing: 3 });
      expect(await deniedBy('from')).toEqual({ analytics: 7, marketing: 3 });
      expect(await deniedBy('another')).toEqual({});
    });

    it.each([
      ['in order', [0, 1]],
      ['in the other order', [1, 0]],
    ])('are one with all that became it: told %s', async (_, order) => {
      const merges = [
        ['a', 'b'],
        ['b', 'c'],
      ] as const;
      for (const index of order) {
        const [from, into] = merges[index] ?? merges[0];
        await merge(from, into);
      }
      await merge('d', 'c');
      await deny('d', 5);
      for (const one of ['a', 'b', 'c', 'd'])
        expect(await deniedBy(one)).toEqual({ analytics: 5 });
      // Shopify may take one back that it has kept.
      await merge('c', 'a');
      for (const one of ['a', 'b', 'c', 'd'])
        expect(await deniedBy(one)).toEqual({ analytics: 5 });
    });

    it.each([1, 3])(
      'first ordered when the first of them did, whoever was heard of later',
      async (at) => {
        const known = (firstOrderAt: number) => ({ firstOrderAt });
        await on.learn(
          { subject: 'from', at, known: known(500) },
          { subject: 'into', at: 2, known: known(900) },
          { subject: 'a', at, known: known(900) },
          { subject: 'b', at: 2, known: known(500) },
        );
        await merge('from', 'into');
        await merge('a', 'b');
        const all = await on.store.ledger.knownOf(['into', 'b']);
        expect([...all.values()]).toEqual([known(500), known(500)]);
      },
    );

    it('hold each other’s Global Privacy Control, also what comes later, and nothing else', async () => {
      await on.learn({ subject: 'into', at: 5, known: { userId: '2' } });
      await merge('from', 'into');
      await on.learn({
        subject: 'from',
        at: 9,
        known: { gpcSince: 9, firstOrderAt: 4, userId: '1' },
      });
      await merge('older', 'from');
      const gpc = { gpcSince: 9, firstOrderAt: 4 };
      expect(
        Object.fromEntries(
          await on.store.ledger.knownOf(['into', 'from', 'older', 'another']),
        ),
      ).toEqual({
        into: { userId: '2', ...gpc },
        from: { userId: '1', ...gpc },
        older: gpc,
      });
    });

    it('stay one as long as anything is known of them', async () => {
      await merge('from', 'into');
      await on.learn({ subject: 'order', at: 1, known: {}, customer: 'into' });
      await deny('from', 5);
      const before = { visitors: RECEIVED_AT + 1, receipts: 0 };
      await on.store.ledger.prune({ ...before, orders: RECEIVED_AT }, 100);
      expect(await deniedBy('into')).toEqual({ analytics: 5 });
      await on.store.ledger.prune({ ...before, orders: RECEIVED_AT + 1 }, 100);
      await deny('from', 5);
      expect(await deniedBy('into')).toEqual({});
    });

    it('keep the later of their denials as long as it must be kept', async () => {
      on.receivedAt = RECEIVED_AT - 1000;
      await deny('into', 3);
      on.receivedAt = RECEIVED_AT;
      await deny('from', 5);
      await merge('from', 'into');
      const time = RECEIVED_AT;
      await on.store.ledger.prune(
        { visitors: time, orders: time, receipts: 0 },
        100,
      );
      expect(await deniedBy('into')).toEqual({ analytics: 5 });
    });
  });
}
