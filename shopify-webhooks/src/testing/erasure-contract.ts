import { checkoutSubject, customerSubject, orderSubject } from '../ledger.ts';
import type {
  Erasure,
  LeasedWebhook,
  LedgerWrite,
  Store,
  WebhookOutcome,
} from '../store/store.ts';
import { Clock } from './clock.ts';
import { makeMessage } from './message.ts';
import { makeWebhook, SHOP } from './webhook.ts';

const ADA = customerSubject('77');
const BOB = customerSubject('78');
const ORDER = orderSubject('1');

const NAMES = ['ada@example.com'];

/** The first word of a text that is one. */
const EMAIL = /\S+@\S+/;

const ERASE_ADA: Erasure = {
  scope: 'customer',
  customer: ADA,
  orders: [ORDER],
  names: ['77', ...NAMES],
};

/**
 * What erasing must do in every store. `open` gives an empty one, and what it has on disk as text: as much of it as can
 * be read without its help.
 */
export function erasureContract(
  open: (now: () => number) => Promise<{
    readonly store: Store;
    readonly onDisk: () => Promise<string>;
  }>,
): void {
  let store: Store;
  let onDisk: () => Promise<string>;

  beforeEach(async () => {
    ({ store, onDisk } = await open(new Clock().now));
  });

  afterEach(() => store.close());

  const add = (webhookId: string, text: string, shop = SHOP) =>
    store.add(
      makeWebhook({
        webhookId,
        shop,
        body: Buffer.from(
          JSON.stringify({ text, email: EMAIL.exec(text)?.[0] }),
        ),
      }),
    );

  const settle = (
    leased: LeasedWebhook,
    outcome: WebhookOutcome,
    ledger?: LedgerWrite,
  ) => store.settleWebhooks([{ leased, outcome, ...(ledger && { ledger }) }]);

  const mapped = (id: string, text: string) => ({
    status: 'mapped' as const,
    messages: [{ ...makeMessage(id), body: JSON.stringify({ text }) }],
  });

  const about = (customer: string, resource?: string): LedgerWrite => ({
    concerns: { customer, resource },
    facts: [
      { subject: customer, at: 1, known: { userId: customer }, customer },
    ],
  });

  const leaseOne = async () => {
    const [leased] = await store.leaseWebhooks(1);
    if (!leased) throw new Error('not leased');
    return leased;
  };

  /** Receives a request to erase, and does as it says. */
  async function erase(erasure: Erasure): Promise<void> {
    await add('erase', 'erase ada@example.com');
    const request = await leaseOne();
    await settle(request, {
      status: 'erased',
      reason: 'asked',
      erase: erasure,
    });
  }

  /** Receives an order and maps it to a message. */
  async function order(
    id: string,
    text: string,
    ledger: LedgerWrite,
    shop = SHOP,
  ): Promise<void> {
    await add(id, text, shop);
    await settle(await leaseOne(), mapped(id, text), ledger);
  }

  it('takes a customer out of bodies, messages and the ledger, and nobody else', async () => {
    await order('a', 'ada@example.com', about(ADA, ORDER));
    await order('b', 'bob@example.com', about(BOB));
    const handedOver = (await store.leaseMessages(1)).map((leased) => ({
      leased,
      outcome: { status: 'handed over' } as const,
    }));
    await store.settleMessages(handedOver);
    await order('c', 'ada@example.com again', about(ADA));
    expect(await onDisk()).toMatch(/ada@example/);
    await erase(ERASE_ADA);
    const left = await onDisk();
    expect(left).not.toMatch(/ada@example/);
    expect(left).not.toContain(ADA);
    expect(left).toMatch(/bob@example/);
    expect((await store.counts()).messages).toEqual({
      'handed over': 1,
      mapped: 1,
    });
    expect((await store.ledger.knownOf([ADA, BOB])).size).toBe(1);
  });

  it('takes out what nobody has read and names them, and what waits to be mapped', async () => {
    await add('unread', 'for ada@example.com');
    const unread = await leaseOne();
    await settle(unread, { status: 'ignored', reason: 'nobody reads it' });
    await add('waiting', 'from ada@example.com');
    const waiting = await leaseOne();
    await settle(waiting, {
      status: 'parked',
      reason: 'its order is not known yet',
      waitsFor: ORDER,
      dueAt: Number.MAX_SAFE_INTEGER,
    });
    await erase(ERASE_ADA);
    expect(await onDisk()).not.toMatch(/ada@example/);
    expect((await store.counts()).webhooks).toEqual({ erased: 1, ignored: 2 });
  });

  it('remembers that they were received, so that a redelivery brings nothing back', async () => {
    await order('a', 'ada@example.com', about(ADA));
    await erase(ERASE_ADA);
    expect(await add('a', 'ada@example.com')).toEqual({ status: 'duplicate' });
    expect(await onDisk()).not.toMatch(/ada@example/);
  });

  it('does not record what somebody was mapping meanwhile', async () => {
    await add('a', 'ada@example.com');
    const begun = await leaseOne();
    await erase(ERASE_ADA);
    expect(
      await settle(begun, mapped('a', 'ada@example.com'), about(ADA)),
    ).toEqual([{ status: 'ignored', reason: 'erased' }]);
    expect(await onDisk()).not.toMatch(/ada@example/);
    expect((await store.counts()).messages).toEqual({});
    expect((await store.ledger.knownOf([ADA])).size).toBe(0);
  });

  it('takes out what a guest has ordered, and all that is known of it', async () => {
    const checkout = checkoutSubject('t1');
    await order('a', 'ada@example.com', {
      concerns: { customer: undefined, resource: checkout },
      facts: [{ subject: checkout, at: 1, known: { anonymousId: 'v1' } }],
    });
    await order('b', 'bob@example.com', {
      concerns: { customer: undefined, resource: checkoutSubject('t2') },
    });
    await erase(ERASE_ADA);
    const left = await onDisk();
    expect(left).not.toMatch(/ada@example/);
    expect(left).toMatch(/bob@example/);
    expect((await store.ledger.knownOf([checkout])).size).toBe(0);
    expect((await store.counts()).messages).toEqual({ mapped: 1 });
  });

  it('takes out what is recorded while it is looked for', async () => {
    await add('begun', 'from ada@example.com');
    const begun = await leaseOne();
    await add('erase', 'erase ada@example.com');
    const request = await leaseOne();
    const erasing = settle(request, {
      status: 'erased',
      reason: 'asked',
      erase: ERASE_ADA,
    });
    await settle(begun, mapped('begun', 'from ada@example.com'), {
      concerns: { customer: undefined, resource: checkoutSubject('t1') },
    });
    await erasing;
    expect(await onDisk()).not.toMatch(/ada@example/);
    expect((await store.counts()).messages).toEqual({});
  });

  it.each([
    ['as Rails writes JSON', 'm\\u0026m@exampl\u00e9.com'],
    ['as ASCII, in capitals', 'M\\u0026M@EXAMPL\\u00c9.COM'],
    ['as it is, in capitals', 'M&M@EXAMPL\u00c9.COM'],
  ])('finds a name that is spelled %s', async (_, spelled) => {
    const body = Buffer.from(`{"note":"secret","email":"${spelled}"}`);
    await store.add(makeWebhook({ body }));
    await settle(await leaseOne(), mapped('a', 'secret'));
    const erasure = { ...ERASE_ADA, names: ['m&m@exampl\u00e9.com'] };
    await erase(erasure);
    expect(await onDisk()).not.toMatch(/secret/);
  });

  it.each([
    ['an address that ends like theirs', { email: 'joada@example.com' }],
    ['an address that begins like theirs', { email: 'ada@example.com.au' }],
    ['their id in another number', { customer: { id: 177 } }],
    ['their id as a quantity', { email: 'jo@x.example', quantity: 77 }],
    ['their number in a longer one', { phone: '+49301770' }],
    [
      'their address in another’s order',
      { customer: { id: 5 }, note_attributes: [{ value: 'ada@example.com' }] },
    ],
  ])(
    'leaves %s alone, whether it waits, is being mapped, or is dead',
    async (_, payload) => {
      const erasure = { ...ERASE_ADA, names: ['77', ...NAMES, '+4930177'] };
      const receive = (webhookId: string) =>
        store.add(
          makeWebhook({
            webhookId,
            body: Buffer.from(JSON.stringify(payload)),
          }),
        );
      await receive('dead');
      await settle(await leaseOne(), { status: 'dead', reason: 'a bug' });
      await receive('begun');
      const begun = await leaseOne();
      await receive('waits');
      await add('erase', 'erase ada@example.com');
      const [waits, request] = await store.leaseWebhooks(2);
      if (!waits || !request) throw new Error('not leased');
      await settle(request, {
        status: 'erased',
        reason: 'asked',
        erase: erasure,
      });
      for (const leased of [begun, waits])
        await settle(leased, mapped(leased.webhook.key, 'theirs'));
      expect((await store.counts()).messages).toEqual({ mapped: 2 });
      expect((await store.counts()).webhooks).toEqual({
        dead: 1,
        erased: 1,
        mapped: 2,
      });
      expect(await onDisk()).not.toMatch(/erase ada@example/);
    },
  );

  it.each([
    ['their id', { customer: { id: 77 } }],
    ['their GraphQL id', { customerId: 'gid://shopify/Customer/77' }],
    ['their address, as a guest', { email: ' Ada@Example.com' }],
    ['their number, as a guest', { phone: '+4930177' }],
  ])('does not record what waits and has %s', async (_, payload) => {
    const body = Buffer.from(JSON.stringify({ ...payload, note: 'secret' }));
    await store.add(makeWebhook({ body }));
    await add('erase', 'erase ada@example.com');
    const [order, request] = await store.leaseWebhooks(2);
    if (!order || !request) throw new Error('not leased');
    const erasure = { ...ERASE_ADA, names: ['77', ...NAMES, '+4930177'] };
    const asked = {
      status: 'erased',
      reason: 'asked',
      erase: erasure,
    } as const;
    expect(
      await store.settleWebhooks([
        { leased: request, outcome: asked },
        { leased: order, outcome: mapped('a', 'secret') },
      ]),
    ).toEqual([asked, { status: 'ignored', reason: 'erased' }]);
    expect(await onDisk()).not.toMatch(/secret/);
    expect((await store.counts()).webhooks).toEqual({ erased: 1, ignored: 1 });
    expect((await store.counts()).messages).toEqual({});
  });

  it('does not record a refund of an order that turns out to be theirs', async () => {
    const other = orderSubject('2');
    await add('order', 'ada@example.com');
    await add('refund', 'of the order');
    const [order, refund] = await store.leaseWebhooks(2);
    if (!order || !refund) throw new Error('not leased');
    await erase(ERASE_ADA);
    await settle(order, mapped('a', 'ada@example.com'), about(ADA, other));
    await settle(refund, mapped('b', 'a refund'), {
      concerns: { customer: undefined, resource: other },
    });
    expect(await onDisk()).not.toMatch(/ada@example|refund|of the order/);
  });

  it('records what comes of them later, and forgets that they were erased when nothing earlier waits', async () => {
    await add('early', 'from ada@example.com');
    const early = await leaseOne();
    await erase(ERASE_ADA);
    await order('new', 'new ada@example.com', about(ADA));
    expect((await store.counts()).messages).toEqual({ mapped: 1 });
    const never = { visitors: 0, orders: 0, receipts: 0 };
    expect(await store.ledger.prune(never, 9)).toBe(0);
    await settle(early, mapped('early', 'from ada@example.com'), about(ADA));
    expect((await store.counts()).messages).toEqual({ mapped: 1 });
    expect(await store.ledger.prune(never, 9)).toBeGreaterThan(0);
    expect(await store.ledger.prune(never, 9)).toBe(0);
  });

  it('takes a customer out who became a part of them', async () => {
    const eve = customerSubject('79');
    await order('m', 'a merge', {
      concerns: { customer: ADA, resource: undefined },
      merge: { from: eve, into: ADA },
    });
    // It was on its way while they became one.
    await order('a', 'ada@example.com', about(eve));
    await erase(ERASE_ADA);
    const left = await onDisk();
    expect(left).not.toMatch(/ada@example/);
    expect(left).not.toContain(eve);
    expect(left).not.toContain(ADA);
  });

  it('takes out a shop, and no other', async () => {
    await order('a', 'ada@example.com', about(ADA));
    await order('b', 'bob@example.com', about(BOB), 'b.myshopify.com');
    await erase({ scope: 'shop', shop: SHOP, isOnlyShop: false });
    const left = await onDisk();
    expect(left).not.toMatch(/ada@example/);
    expect(left).toMatch(/bob@example/);
    expect((await store.ledger.knownOf([ADA, BOB])).size).toBe(1);
  });
}
