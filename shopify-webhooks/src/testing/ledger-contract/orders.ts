import { cartSubject } from '../../ledger.ts';
import { REFUSAL } from '../visitor.ts';
import { CART, VISITOR, type Book } from './book.ts';

export function ordersContract(on: Book): void {
  describe('what orders say', () => {
    const known = async (subject: string) =>
      (await on.store.ledger.knownOf([subject])).get(subject);

    it('is known of whom it was told, and of nobody else', async () => {
      await on.learn({
        subject: 'order',
        at: 1,
        known: { userId: '77', order: { currency: 'EUR' } },
      });
      expect(await on.store.ledger.knownOf(['order', 'another'])).toEqual(
        new Map([['order', { userId: '77', order: { currency: 'EUR' } }]]),
      );
    });

    it.each([
      ['in order', [1, 2]],
      ['in the other order', [2, 1]],
    ])('adds up, and the later one counts: told %s', async (_, times) => {
      for (const at of times)
        await on.learn({
          subject: 'order',
          at,
          known: {
            userId: at === 2 ? null : '77',
            order: {
              total: at * 100,
              refunds: { [`r${String(at)}`]: { amount: at } },
            },
          },
        });
      expect(await known('order')).toMatchObject({
        order: {
          total: 200,
          refunds: { r1: { amount: 1 }, r2: { amount: 2 } },
        },
      });
    });

    it.each([
      ['in order', [1, 2]],
      ['in the other order', [2, 1]],
    ])(
      'keeps when a customer first ordered, whatever was said later: told %s',
      async (_, times) => {
        for (const at of times)
          await on.learn({
            subject: 'customer',
            at,
            known: { firstOrderAt: at === 2 ? 900 : 500, userId: '77' },
          });
        expect(await known('customer')).toEqual({
          firstOrderAt: 500,
          userId: '77',
        });
        await on.learn({
          subject: 'customer',
          at: 0,
          known: { firstOrderAt: 300 },
        });
        expect(await known('customer')).toMatchObject({ firstOrderAt: 300 });
      },
    );

    it('loses who somebody is when they withdraw', async () => {
      const person = { anonymousId: 'visitor-1', userId: '77' };
      await on.learn(
        { subject: 'order', at: 1, known: person, cart: CART },
        { subject: 'customer', at: 1, known: person, visitor: VISITOR },
        { subject: 'another', at: 1, known: person, cart: 'another' },
      );
      await on.record({ categoryPreferences: REFUSAL });
      expect(await known('order')).toEqual({});
      expect(await known('customer')).toEqual({});
      expect(await known('another')).toEqual(person);
    });

    it.each([
      ['the cart', 'c'],
      ['the visitor', 'v'],
      ['a customer who is the same', 'same'],
    ])(
      'does not learn who somebody is who withdraws while they are mapped, as %s',
      async (_, withdraws) => {
        await on.settle({ merge: { from: 'same', into: 'customer' } });
        const person = { anonymousId: 'visitor-1', userId: '77' };
        const subjects = ['c', 'v', 'customer'];
        const basis = { subjects, since: 5, granted: ['analytics'] };
        const about = { at: 1, cart: 'c', visitor: 'v', basis };
        const [leased] = await on.lease();
        if (!leased) throw new Error('not leased');
        await on.settle({
          denial: { customer: withdraws, categories: ['analytics'], at: 5 },
        });
        await on.settleLeased(leased, {
          facts: [
            { ...about, subject: 'order', known: { told: true, ...person } },
            { ...about, subject: 'another', known: person, basis: undefined },
            {
              ...about,
              subject: 'later',
              known: person,
              basis: { ...basis, since: 6 },
            },
            {
              ...about,
              subject: 'other',
              known: person,
              basis: { ...basis, granted: ['marketing'] },
            },
          ],
        });
        expect(await known('order')).toEqual({ told: true });
        for (const subject of ['another', 'later', 'other'])
          expect(await known(subject)).toEqual(person);
      },
    );

    it('learns nobody’s identity beside a withdrawal of theirs, whoever is first', async () => {
      const person = { anonymousId: 'visitor-1', userId: '77' };
      const all = Array.from({ length: 20 }, (_, index) => String(index));
      const leased = await on.lease(all.length);
      await Promise.all([
        ...leased.map((one, index) =>
          on.settleLeased(one, {
            facts: [
              {
                subject: `order-${String(index)}`,
                at: 1,
                known: person,
                cart: cartSubject(String(index)),
                basis: {
                  subjects: [cartSubject(String(index))],
                  since: 0,
                  granted: ['analytics'],
                },
              },
            ],
          }),
        ),
        ...all.map((cartToken) =>
          on.record({ cartToken, categoryPreferences: REFUSAL }),
        ),
      ]);
      const orders = all.map((index) => `order-${index}`);
      expect([...(await on.store.ledger.knownOf(orders)).values()]).toEqual(
        all.map(() => ({})),
      );
    });

    it('denies for the customer, the latest time counting', async () => {
      const denial = { customer: 'c', categories: ['analytics'] };
      for (const at of [5, 9, 7])
        await on.settle({ denial: { ...denial, at } });
      expect(await on.store.ledger.denialsOf(['c'])).toEqual(
        new Map([['c', new Map([['analytics', 9]])]]),
      );
    });

    it('has a customer deny what one denied who became a part of them', async () => {
      await on.settle({
        denial: { customer: 'from', categories: ['analytics'], at: 5 },
        facts: [{ subject: 'from', at: 5, known: { userId: '1' } }],
      });
      await on.settle({
        denial: { customer: 'into', categories: ['marketing'], at: 3 },
        facts: [{ subject: 'into', at: 9, known: { userId: '2' } }],
      });
      await on.settle({ merge: { from: 'from', into: 'into' } });
      expect((await on.store.ledger.denialsOf(['into'])).get('into')).toEqual(
        new Map([
          ['analytics', 5],
          ['marketing', 3],
        ]),
      );
      expect(await known('into')).toEqual({ userId: '2' });
      expect(await known('from')).toBeUndefined();
    });
  });
}
