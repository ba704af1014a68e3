import { cartSubject, visitorSubject } from '../ledger.ts';
import type { Fact } from '../ledger.ts';
import type { LeasedWebhook, LedgerWrite, Store } from '../store/store.ts';
import { Clock } from './clock.ts';
import { makeEntry, RECEIVED_AT, REFUSAL } from './visitor.ts';
import { makeWebhook } from './webhook.ts';

const CART = cartSubject('c1-abc');
const VISITOR = visitorSubject('visitor-1');
const DECIDED_AT = Date.UTC(2026, 10, 21, 10);

/** What the ledger of every store must do. `open` gives an empty one. */
export function ledgerContract(
  open: (now: () => number) => Promise<Store>,
): void {
  let store: Store;
  let receivedAt = RECEIVED_AT;

  beforeEach(async () => {
    receivedAt = RECEIVED_AT;
    store = await open(new Clock().now);
  });

  afterEach(() => store.close());

  const record = (...[changes, receivedAt]: Parameters<typeof makeEntry>) =>
    store.ledger.record(makeEntry(changes, receivedAt));

  const later = (seconds: number) =>
    new Date(DECIDED_AT + seconds * 1000).toISOString();

  let webhooks = 0;

  /** Receives so many webhooks and takes each. */
  async function lease(count = 1): Promise<LeasedWebhook[]> {
    const leased: LeasedWebhook[] = [];
    for (let index = 0; index < count; index += 1) {
      webhooks += 1;
      const webhookId = `learn-${String(webhooks)}`;
      await store.add(makeWebhook({ webhookId, receivedAt }));
      leased.push(...(await store.leaseWebhooks(1)));
    }
    return leased;
  }

  async function settleLeased(
    leased: LeasedWebhook,
    ledger: Omit<LedgerWrite, 'concerns'>,
  ): Promise<void> {
    const concerns = { customer: undefined, resource: undefined };
    const outcome = { status: 'ignored', reason: 'a test' } as const;
    await store.settleWebhooks([
      { leased, outcome, ledger: { concerns, ...ledger } },
    ]);
  }

  /** Settles a webhook that teaches the ledger this. */
  async function settle(ledger: Omit<LedgerWrite, 'concerns'>): Promise<void> {
    const [leased] = await lease();
    if (!leased) throw new Error('not leased');
    await settleLeased(leased, ledger);
  }

  const learn = (...facts: Fact[]) => settle({ facts });

  describe('what orders say', () => {
    const known = async (subject: string) =>
      (await store.ledger.knownOf([subject])).get(subject);

    it('is known of whom it was told, and of nobody else', async () => {
      await learn({
        subject: 'order',
        at: 1,
        known: { userId: '77', order: { currency: 'EUR' } },
      });
      expect(await store.ledger.knownOf(['order', 'another'])).toEqual(
        new Map([['order', { userId: '77', order: { currency: 'EUR' } }]]),
      );
    });

    it.each([
      ['in order', [1, 2]],
      ['in the other order', [2, 1]],
    ])('adds up, and the later one counts: told %s', async (_, times) => {
      for (const at of times)
        await learn({
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
          await learn({
            subject: 'customer',
            at,
            known: { firstOrderAt: at === 2 ? 900 : 500, userId: '77' },
          });
        expect(await known('customer')).toEqual({
          firstOrderAt: 500,
          userId: '77',
        });
        await learn({
          subject: 'customer',
          at: 0,
          known: { firstOrderAt: 300 },
        });
        expect(await known('customer')).toMatchObject({ firstOrderAt: 300 });
      },
    );

    it('loses who somebody is when they withdraw', async () => {
      const person = { anonymousId: 'visitor-1', userId: '77' };
      await learn(
        { subject: 'order', at: 1, known: person, cart: CART },
        { subject: 'customer', at: 1, known: person, visitor: VISITOR },
        { subject: 'another', at: 1, known: person, cart: 'another' },
      );
      await record({ categoryPreferences: REFUSAL });
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
        await settle({ merge: { from: 'same', into: 'customer' } });
        const person = { anonymousId: 'visitor-1', userId: '77' };
        const subjects = ['c', 'v', 'customer'];
        const basis = { subjects, since: 5, granted: ['analytics'] };
        const about = { at: 1, cart: 'c', visitor: 'v', basis };
        const [leased] = await lease();
        if (!leased) throw new Error('not leased');
        await settle({
          denial: { customer: withdraws, categories: ['analytics'], at: 5 },
        });
        await settleLeased(leased, {
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
      const leased = await lease(all.length);
      await Promise.all([
        ...leased.map((one, index) =>
          settleLeased(one, {
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
          record({ cartToken, categoryPreferences: REFUSAL }),
        ),
      ]);
      const orders = all.map((index) => `order-${index}`);
      expect([...(await store.ledger.knownOf(orders)).values()]).toEqual(
        all.map(() => ({})),
      );
    });

    it('denies for the customer, the latest time counting', async () => {
      const denial = { customer: 'c', categories: ['analytics'] };
      for (const at of [5, 9, 7]) await settle({ denial: { ...denial, at } });
      expect(await store.ledger.denialsOf(['c'])).toEqual(
        new Map([['c', new Map([['analytics', 9]])]]),
      );
    });

    it('has a customer deny what one denied who became a part of them', async () => {
      await settle({
        denial: { customer: 'from', categories: ['analytics'], at: 5 },
        facts: [{ subject: 'from', at: 5, known: { userId: '1' } }],
      });
      await settle({
        denial: { customer: 'into', categories: ['marketing'], at: 3 },
        facts: [{ subject: 'into', at: 9, known: { userId: '2' } }],
      });
      await settle({ merge: { from: 'from', into: 'into' } });
      expect((await store.ledger.denialsOf(['into'])).get('into')).toEqual(
        new Map([
          ['analytics', 5],
          ['marketing', 3],
        ]),
      );
      expect(await known('into')).toEqual({ userId: '2' });
      expect(await known('from')).toBeUndefined();
    });
  });

  describe('customers that became one', () => {
    const merge = (from: string, into: string) =>
      settle({ merge: { from, into } });
    const deny = (customer: string, at: number, category = 'analytics') =>
      settle({ denial: { customer, categories: [category], at } });
    const deniedBy = async (subject: string) =>
      Object.fromEntries(
        (await store.ledger.denialsOf([subject])).get(subject) ?? [],
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
        await learn(
          { subject: 'from', at, known: known(500) },
          { subject: 'into', at: 2, known: known(900) },
          { subject: 'a', at, known: known(900) },
          { subject: 'b', at: 2, known: known(500) },
        );
        await merge('from', 'into');
        await merge('a', 'b');
        const all = await store.ledger.knownOf(['into', 'b']);
        expect([...all.values()]).toEqual([known(500), known(500)]);
      },
    );

    it('hold each other’s Global Privacy Control, also what comes later, and nothing else', async () => {
      await learn({ subject: 'into', at: 5, known: { userId: '2' } });
      await merge('from', 'into');
      await learn({
        subject: 'from',
        at: 9,
        known: { gpcSince: 9, firstOrderAt: 4, userId: '1' },
      });
      await merge('older', 'from');
      const gpc = { gpcSince: 9, firstOrderAt: 4 };
      expect(
        Object.fromEntries(
          await store.ledger.knownOf(['into', 'from', 'older', 'another']),
        ),
      ).toEqual({
        into: { userId: '2', ...gpc },
        from: { userId: '1', ...gpc },
        older: gpc,
      });
    });

    it('stay one as long as anything is known of them', async () => {
      await merge('from', 'into');
      await learn({ subject: 'order', at: 1, known: {}, customer: 'into' });
      await deny('from', 5);
      const before = { visitors: RECEIVED_AT + 1, receipts: 0 };
      await store.ledger.prune({ ...before, orders: RECEIVED_AT }, 100);
      expect(await deniedBy('into')).toEqual({ analytics: 5 });
      await store.ledger.prune({ ...before, orders: RECEIVED_AT + 1 }, 100);
      await deny('from', 5);
      expect(await deniedBy('into')).toEqual({});
    });

    it('keep the later of their denials as long as it must be kept', async () => {
      receivedAt = RECEIVED_AT - 1000;
      await deny('into', 3);
      receivedAt = RECEIVED_AT;
      await deny('from', 5);
      await merge('from', 'into');
      const time = RECEIVED_AT;
      await store.ledger.prune(
        { visitors: time, orders: time, receipts: 0 },
        100,
      );
      expect(await deniedBy('into')).toEqual({ analytics: 5 });
    });
  });

  describe('what visitors say', () => {
    const handoverOf = async (cart: string) =>
      (await store.ledger.handoversOf([cart])).get(cart);

    it('knows nothing of whom it was told nothing', async () => {
      expect(await store.ledger.denialsOf([CART, VISITOR])).toEqual(new Map());
      expect(await handoverOf(CART)).toBeUndefined();
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
        await record({ kind: 'handover' });
        await record({ ...change, categoryPreferences: REFUSAL });
        await record({ kind: 'handover', anonymousId: 'another' });
        expect(await handoverOf(CART)).toBeUndefined();
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
      const before = { visitors: 3000, orders: 3000, receipts: 2000 };
      expect(await store.ledger.prune(before, 3)).toBe(6);
      expect(await store.ledger.prune(before, 3)).toBe(1);
      expect(await store.ledger.prune(before, 3)).toBe(0);
      expect(await handoverOf(cartSubject('cart-1'))).toBeUndefined();
      expect(await handoverOf(cartSubject('cart-2'))).toBeDefined();
      expect((await store.ledger.denialsOf([cartSubject('cart-2')])).size).toBe(
        1,
      );
    });

    it('deletes what it knows of orders after their time, not before', async () => {
      await learn({ subject: 'order', at: 1, known: {} });
      const before = { visitors: 0, receipts: 0 };
      await store.ledger.prune({ ...before, orders: 1 }, 9);
      expect((await store.ledger.knownOf(['order'])).size).toBe(1);
      await store.ledger.prune({ ...before, orders: RECEIVED_AT + 1 }, 9);
      expect((await store.ledger.knownOf(['order'])).size).toBe(0);
    });

    it('does not keep a denial longer because it is sent again', async () => {
      await record({ categoryPreferences: REFUSAL }, RECEIVED_AT);
      await record({ categoryPreferences: REFUSAL }, RECEIVED_AT + 1000);
      await store.ledger.prune(
        { visitors: RECEIVED_AT + 500, orders: RECEIVED_AT + 500, receipts: 0 },
        100,
      );
      expect(await store.ledger.denialsOf([CART])).toEqual(new Map());
    });

    it.each([
      ['orders', { visitors: RECEIVED_AT + 1, orders: 0 }],
      ['visitors', { visitors: 0, orders: RECEIVED_AT + 1 }],
    ])(
      'keeps a denial as long as a yes may be kept: for the time of %s',
      async (_, times) => {
        await record({ kind: 'handover' });
        await record({ categoryPreferences: REFUSAL });
        await store.ledger.prune({ ...times, receipts: 0 }, 100);
        expect((await store.ledger.denialsOf([CART, VISITOR])).size).toBe(2);
      },
    );

    it.each([
      ['cart', { cart: CART }],
      ['visitor', { visitor: VISITOR }],
      ['customer', { customer: CART }],
    ])(
      'keeps a denial as long as anything is known of its %s',
      async (_, owner) => {
        await record({ categoryPreferences: REFUSAL }, RECEIVED_AT - 1000);
        // It was granted long ago, and a refund has just been told of it.
        await learn({ subject: 'order', at: 1, known: {}, ...owner });
        const before = { visitors: RECEIVED_AT, receipts: 0 };
        const [subject = ''] = Object.values(owner);
        await store.ledger.prune({ ...before, orders: RECEIVED_AT }, 100);
        expect((await store.ledger.denialsOf([subject])).size).toBe(1);
        await store.ledger.prune({ ...before, orders: RECEIVED_AT + 1 }, 100);
        expect((await store.ledger.denialsOf([subject])).size).toBe(0);
      },
    );
  });
}
