import { Clock } from './clock.ts';
import { makeMessage } from './message.ts';
import { makeWebhook } from './webhook.ts';
import type { LeasedMessage, Store } from '../store/store.ts';

/** What every store must do. `open` gives an empty one. */
export function storeContract(
  open: (now: () => number) => Promise<Store>,
): void {
  let clock: Clock;
  let store: Store;

  beforeEach(async () => {
    clock = new Clock();
    store = await open(clock.now);
  });

  afterEach(() => store.close());

  /** Adds webhooks and maps each to one message named like its webhook id. */
  async function addMapped(...ids: readonly string[]): Promise<void> {
    for (const id of ids) await store.add(makeWebhook({ webhookId: id }));
    const leased = await store.leaseWebhooks(100);
    await store.settleWebhooks(
      leased.map((item, index) => ({
        leased: item,
        outcome: {
          status: 'mapped',
          messages: [makeMessage(ids[index] ?? '')],
        },
      })),
    );
  }

  const parked = (dueAt: number) => ({
    status: 'parked' as const,
    reason: 'its order is not known yet',
    waitsFor: 'order',
    dueAt,
  });

  const ids = (messages: readonly LeasedMessage[]) =>
    messages.map(({ messageId }) => messageId.replace('shopify-', ''));

  describe('receiving', () => {
    it('keeps a webhook once, byte for byte', async () => {
      const body = Buffer.from([0x7b, 0x00, 0xff, 0xed, 0xa0, 0x80, 0x7d]);
      const webhook = makeWebhook({ body, test: true });
      expect(await store.add(webhook)).toEqual({ status: 'received' });
      expect(await store.add(webhook)).toEqual({ status: 'duplicate' });
      const [leased] = await store.leaseWebhooks(10);
      expect(leased?.webhook).toEqual({
        ...webhook,
        body: new Uint8Array(body),
      });
    });

    it('keeps one of a hundred at the same time', async () => {
      const added = await Promise.all(
        Array.from({ length: 100 }, () => store.add(makeWebhook())),
      );
      expect(added.filter(({ status }) => status === 'received')).toHaveLength(
        1,
      );
      expect(added.filter(({ status }) => status === 'duplicate')).toHaveLength(
        99,
      );
      expect((await store.counts()).webhooks).toEqual({ received: 1 });
    });

    it('keeps two bodies that come under one id', async () => {
      await store.add(makeWebhook({ body: Buffer.from('{"id":1}') }));
      await store.add(makeWebhook({ body: Buffer.from('{"id":2}') }));
      expect((await store.counts()).webhooks).toEqual({ received: 2 });
    });

    it('remembers a webhook that was dealt with', async () => {
      await addMapped('w1');
      expect(await store.add(makeWebhook({ webhookId: 'w1' }))).toEqual({
        status: 'duplicate',
      });
    });
  });

  describe('leasing', () => {
    it('gives a webhook to one worker at a time', async () => {
      await store.add(makeWebhook());
      expect(await store.leaseWebhooks(10)).toHaveLength(1);
      expect(await store.leaseWebhooks(10)).toHaveLength(0);
    });

    it('gives it to another when the lease has run out, and counts the starts', async () => {
      await store.add(makeWebhook());
      const [first] = await store.leaseWebhooks(10);
      clock.advance(60_001);
      const [second] = await store.leaseWebhooks(10);
      expect([first?.starts, second?.starts]).toEqual([1, 2]);
    });

    it('gives one that was not finished alone, so that it cannot take others with it', async () => {
      for (const id of ['w1', 'w2', 'w3'])
        await store.add(makeWebhook({ webhookId: id }));
      expect(await store.leaseWebhooks(2)).toHaveLength(2);
      clock.advance(60_001);
      const sizes = [
        await store.leaseWebhooks(9),
        await store.leaseWebhooks(9),
        await store.leaseWebhooks(9),
      ];
      expect(sizes.map((leased) => leased.map(({ starts }) => starts))).toEqual(
        [[2], [2], [1]],
      );
    });

    it('does not take the outcome of a worker whose lease has run out', async () => {
      await store.add(makeWebhook());
      const [late] = await store.leaseWebhooks(10);
      clock.advance(60_001);
      const [current] = await store.leaseWebhooks(10);
      if (!late || !current) throw new Error('not leased');
      await store.settleWebhooks([
        { leased: late, outcome: { status: 'dead', reason: 'late' } },
      ]);
      expect((await store.counts()).webhooks).toEqual({ received: 1 });
      await store.settleWebhooks([
        {
          leased: current,
          outcome: { status: 'mapped', messages: [makeMessage('1')] },
        },
      ]);
      expect(await store.counts()).toEqual({
        webhooks: { mapped: 1 },
        messages: { mapped: 1 },
        flagged: 0,
        decisions: { granted: 1 },
      });
    });

    it('gives messages oldest first', async () => {
      await addMapped('a', 'b', 'c');
      expect(ids(await store.leaseMessages(2))).toEqual(['a', 'b']);
      expect(ids(await store.leaseMessages(2))).toEqual(['c']);
    });
  });

  describe('settling', () => {
    it('keeps a message once, however many webhooks give it', async () => {
      for (const id of ['w1', 'w2'])
        await store.add(makeWebhook({ webhookId: id }));
      const leased = await store.leaseWebhooks(10);
      await store.settleWebhooks(
        leased.map((item) => ({
          leased: item,
          outcome: { status: 'mapped', messages: [makeMessage('1')] },
        })),
      );
      expect(await store.counts()).toEqual({
        webhooks: { mapped: 2 },
        messages: { mapped: 1 },
        flagged: 0,
        decisions: { granted: 1 },
      });
    });

    it('records why a webhook was not sent', async () => {
      await store.add(makeWebhook());
      const [leased] = await store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      await store.settleWebhooks([
        { leased, outcome: { status: 'ignored', reason: 'test order' } },
      ]);
      expect(await store.recent(1)).toMatchObject([
        { status: 'ignored', reason: 'test order' },
      ]);
    });

    it('keeps a message that the plan does not allow, and never gives it', async () => {
      await store.add(makeWebhook());
      const [leased] = await store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const messages = [
        { ...makeMessage('a'), blocked: 'about nobody' },
        { ...makeMessage('b'), flags: ['no revenue'] },
      ];
      await store.settleWebhooks([
        { leased, outcome: { status: 'mapped', messages } },
      ]);
      expect(ids(await store.leaseMessages(9))).toEqual(['b']);
      expect(await store.counts()).toMatchObject({
        messages: { dead: 1, mapped: 1 },
        flagged: 1,
      });
    });

    it('parks a webhook until its time has come, and counts no start', async () => {
      await store.add(makeWebhook());
      const [leased] = await store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const dueAt = clock.now() + 5000;
      await store.settleWebhooks([{ leased, outcome: parked(dueAt) }]);
      expect(await store.leaseWebhooks(1)).toEqual([]);
      expect((await store.counts()).webhooks).toEqual({ parked: 1 });
      expect(await store.nextDue()).toMatchObject({ webhooks: dueAt });
      clock.advance(5000);
      expect(await store.leaseWebhooks(1)).toMatchObject([{ starts: 1 }]);
    });

    it.each([
      ['afterwards', ['parked', 'known']],
      ['at the same time', ['known', 'parked']],
    ])(
      'gives a parked webhook at once when what it waits for is known %s',
      async (_, sequence) => {
        await store.add(makeWebhook({ webhookId: 'w1' }));
        await store.add(makeWebhook({ webhookId: 'w2' }));
        const [one, two] = await store.leaseWebhooks(2);
        if (!one || !two) throw new Error('not leased');
        const settled = {
          parked: { leased: one, outcome: parked(clock.now() + 5000) },
          known: {
            leased: two,
            outcome: { status: 'ignored', reason: 'a test' } as const,
            ledger: {
              concerns: { customer: undefined, resource: undefined },
              facts: [
                { subject: 'order', at: 1, known: { told: true as const } },
              ],
            },
          },
        };
        await store.settleWebhooks(
          sequence.map((name) => settled[name as keyof typeof settled]),
        );
        expect(await store.leaseWebhooks(2)).toMatchObject([
          { webhook: { key: one.webhook.key } },
        ]);
      },
    );

    it('does not wake it for what is only about what it waits for', async () => {
      await store.add(makeWebhook({ webhookId: 'w1' }));
      await store.add(makeWebhook({ webhookId: 'w2' }));
      const [one, two] = await store.leaseWebhooks(2);
      if (!one || !two) throw new Error('not leased');
      await store.settleWebhooks([
        {
          leased: two,
          outcome: { status: 'ignored', reason: 'a test' },
          ledger: {
            concerns: { customer: undefined, resource: undefined },
            facts: [{ subject: 'order', at: 1, known: { order: {} } }],
          },
        },
        { leased: one, outcome: parked(clock.now() + 5000) },
      ]);
      expect(await store.leaseWebhooks(2)).toEqual([]);
    });

    it('keeps with a message what was decided, and counts it', async () => {
      await addMapped('a', 'b');
      expect((await store.counts()).decisions).toEqual({ granted: 2 });
    });

    it('gives a waiting message again when its time has come', async () => {
      await addMapped('a');
      const [leased] = await store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      const dueAt = clock.now() + 5000;
      await store.settleMessages([
        {
          leased,
          outcome: {
            status: 'waiting',
            reason: 'Segment answered 500',
            dueAt,
            counted: true,
          },
        },
      ]);
      expect(await store.leaseMessages(1)).toEqual([]);
      expect(await store.nextDue()).toEqual({
        webhooks: undefined,
        messages: dueAt,
      });
      clock.advance(5000);
      const [again] = await store.leaseMessages(1);
      expect(again).toMatchObject({
        messageId: leased.messageId,
        body: leased.body,
        failures: 1,
      });
    });

    it('does not count a wait that was asked for', async () => {
      await addMapped('a');
      const [leased] = await store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await store.settleMessages([
        {
          leased,
          outcome: {
            status: 'waiting',
            reason: 'told',
            dueAt: clock.now(),
            counted: false,
          },
        },
      ]);
      expect(await store.leaseMessages(1)).toMatchObject([{ failures: 0 }]);
    });

    it('keeps what a message rests on with it', async () => {
      await store.add(makeWebhook());
      const [webhook] = await store.leaseWebhooks(1);
      if (!webhook) throw new Error('not leased');
      const basis = { subjects: ['s'], since: 5, granted: ['analytics'] };
      const messages = [{ ...makeMessage('a'), basis }, makeMessage('b')];
      await store.settleWebhooks([
        { leased: webhook, outcome: { status: 'mapped', messages } },
      ]);
      const leased = await store.leaseMessages(2);
      expect(leased.map((message) => message.basis)).toEqual([
        basis,
        undefined,
      ]);
    });

    it('takes a message back, and has its webhook wait as if it had just come', async () => {
      await addMapped('a', 'b');
      const [a] = await store.leaseMessages(2);
      if (!a) throw new Error('not leased');
      const settled = [
        { leased: a, outcome: { status: 'taken back' } as const },
      ];
      await store.settleMessages(settled);
      expect(await store.counts()).toMatchObject({
        webhooks: { mapped: 1, received: 1 },
        messages: { mapped: 1 },
      });
      expect(await store.leaseWebhooks(9)).toMatchObject([
        { webhook: makeWebhook({ webhookId: 'a' }), starts: 1 },
      ]);
      // Once: whoever's lease has run out takes nothing back.
      await store.settleMessages(settled);
      expect(await store.leaseWebhooks(9)).toEqual([]);
    });

    it('never gives a message again that was handed over or is dead', async () => {
      await addMapped('a', 'b');
      const [a, b] = await store.leaseMessages(2);
      if (!a || !b) throw new Error('not leased');
      await store.settleMessages([
        { leased: a, outcome: { status: 'handed over' } },
        {
          leased: b,
          outcome: { status: 'dead', reason: 'Segment answered 400' },
        },
      ]);
      clock.advance(1_000_000);
      expect(await store.leaseMessages(2)).toEqual([]);
      expect((await store.counts()).messages).toEqual({
        'handed over': 1,
        dead: 1,
      });
      expect(await store.nextDue()).toEqual({
        webhooks: undefined,
        messages: undefined,
      });
    });
  });
}
