import { customerSubject, orderSubject } from '../ledger.ts';
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

const ERASE_ADA: Erasure = {
  scope: 'customer',
  customer: ADA,
  orders: [ORDER],
  names: ['77', 'ada@example.com'],
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
        body: Buffer.from(JSON.stringify({ text })),
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
    await settle(begun, mapped('a', 'ada@example.com'), about(ADA));
    expect(await onDisk()).not.toMatch(/ada@example/);
    expect((await store.counts()).messages).toEqual({});
    expect((await store.ledger.knownOf([ADA])).size).toBe(0);
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
