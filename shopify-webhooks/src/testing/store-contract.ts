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

    it('does not count a start of which nothing could be recorded, and gives it alone', async () => {
      for (const id of ['w1', 'w2'])
        await store.add(makeWebhook({ webhookId: id }));
      for (let time = 0; time < 5; time += 1) {
        const leased = await store.leaseWebhooks(9);
        expect(leased).toHaveLength(time === 0 ? 2 : 1);
        await store.discountWebhooks(leased);
        clock.advance(60_001);
      }
      const [one] = await store.leaseWebhooks(9);
      expect(one?.starts).toBe(2);
    });

    it('keeps a message that is being sent as long as it is looked after', async () => {
      await addMapped('1');
      const leased = await store.leaseMessages(1);
      for (let time = 0; time < 3; time += 1) {
        clock.advance(40_000);
        expect(await store.keepMessages(leased)).toEqual(leased);
        expect(await store.leaseMessages(1)).toEqual([]);
      }
      clock.advance(60_001);
      expect(await store.leaseMessages(1)).toHaveLength(1);
      expect(await store.keepMessages(leased)).toEqual([]);
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
      const outcome = { status: 'dead', reason: 'late' } as const;
      for (const one of [outcome, parked(0)])
        expect(
          await store.settleWebhooks([{ leased: late, outcome: one }]),
        ).toEqual([undefined]);
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

    it('gives what was put off by a clock that was ahead and has been set back', async () => {
      const HOURS = 3_600_000;
      clock.advance(6 * HOURS);
      await addMapped('1');
      await store.add(makeWebhook({ webhookId: '2' }));
      await store.add(makeWebhook({ webhookId: '3', receivedAt: clock.now() }));
      clock.advance(-6 * HOURS);
      expect(ids(await store.leaseMessages(10))).toEqual(['1']);
      const first = await store.leaseWebhooks(10);
      const second = await store.leaseWebhooks(10);
      expect([...first, ...second]).toHaveLength(2);
      // Now they are leased by the right clock.
      expect(await store.leaseMessages(10)).toEqual([]);
      expect(await store.leaseWebhooks(10)).toEqual([]);
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

    it('takes a webhook back: it has its turn again, before what came after it', async () => {
      await store.add(makeWebhook({ webhookId: 'w1' }));
      const receivedAt = clock.now();
      clock.advance(1);
      await store.add(
        makeWebhook({ webhookId: 'w2', receivedAt: clock.now() }),
      );
      const [leased] = await store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const outcome = { ...parked(receivedAt), waitsFor: undefined };
      clock.advance(1);
      expect(await store.settleWebhooks([{ leased, outcome }])).toEqual([
        outcome,
      ]);
      expect(await store.leaseWebhooks(1)).toMatchObject([
        { webhook: { key: leased.webhook.key }, starts: 1 },
      ]);
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
            attempt: 'failed',
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
            attempt: 'told',
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

  describe('order', () => {
    /** Maps one message about a resource, received now. */
    async function addAbout(id: string, resource: string): Promise<void> {
      await store.add(makeWebhook({ webhookId: id, receivedAt: clock.now() }));
      const [leased] = await store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      await store.settleWebhooks([
        {
          leased,
          outcome: { status: 'mapped', messages: [makeMessage(id)] },
          ledger: { concerns: { customer: undefined, resource } },
        },
      ]);
    }

    /** Takes what is due, and has it wait for so many milliseconds, or as long as each is given. */
    async function fail(...waits: readonly [number, ...number[]]) {
      const leased = await store.leaseMessages(10);
      await store.settleMessages(
        leased.map((message, index) => ({
          leased: message,
          outcome: {
            status: 'waiting',
            reason: 'Segment answered 500',
            dueAt: clock.now() + (waits[index] ?? waits[0]),
            attempt: 'failed',
          },
        })),
      );
      return ids(leased);
    }

    const next = async () => ids(await store.leaseMessages(10));

    it('keeps what comes later about an order behind what is to be sent again', async () => {
      await addAbout('created', 'order-1');
      await fail(30_000);
      await addAbout('updated', 'order-1');
      await addAbout('other', 'order-2');
      expect(await next()).toEqual(['other']);
      clock.advance(30_000);
      expect(await next()).toEqual(['created', 'updated']);
    });

    it('puts off what was mapped before, and what failed with it but would be due earlier', async () => {
      await addAbout('created', 'order-1');
      await addAbout('updated', 'order-1');
      const [created] = await store.leaseMessages(1);
      if (!created) throw new Error('not leased');
      await store.settleMessages([
        {
          leased: created,
          outcome: {
            status: 'waiting',
            reason: 'Segment answered 500',
            dueAt: clock.now() + 5000,
            attempt: 'failed',
          },
        },
      ]);
      expect(await next()).toEqual([]);
      clock.advance(5000);
      expect(await fail(9000, 1000)).toEqual(['created', 'updated']);
      clock.advance(1000);
      expect(await next()).toEqual([]);
      clock.advance(8000);
      expect(await next()).toEqual(['created', 'updated']);
    });

    it('lets it wait for a minute and no longer', async () => {
      await addAbout('created', 'order-1');
      await fail(300_000);
      await addAbout('updated', 'order-1');
      clock.advance(59_999);
      expect(await next()).toEqual([]);
      clock.advance(1);
      expect(await next()).toEqual(['updated']);
    });

    it('does not wait for what is dead', async () => {
      await addAbout('created', 'order-1');
      const [leased] = await store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await store.settleMessages([
        { leased, outcome: { status: 'dead', reason: 'Segment answered 400' } },
      ]);
      await addAbout('updated', 'order-1');
      expect(await next()).toEqual(['updated']);
    });
  });

  describe('the delivery record', () => {
    it('counts what was begun, and when first, but not what was given back untried', async () => {
      await addMapped('a');
      const begun = clock.now();
      for (const attempt of ['untried', 'failed', 'told'] as const) {
        const [leased] = await store.leaseMessages(1);
        if (!leased) throw new Error('not leased');
        if (attempt === 'failed')
          expect(leased).toMatchObject({ starts: 1, firstStartAt: begun });
        await store.settleMessages([
          {
            leased,
            outcome: {
              status: 'waiting',
              reason: 'a test',
              dueAt: clock.now(),
              attempt,
            },
          },
        ]);
      }
      clock.advance(5000);
      expect(await store.leaseMessages(1)).toMatchObject([
        {
          starts: 3,
          failures: 1,
          firstStartAt: begun,
          occurredAt: makeMessage('a').occurredAt,
        },
      ]);
    });

    it('tells what waits, since when, and what is dead', async () => {
      await addMapped('a', 'b');
      const mappedAt = clock.now();
      const [a] = await store.leaseMessages(1);
      if (!a) throw new Error('not leased');
      await store.settleMessages([
        { leased: a, outcome: { status: 'dead', reason: 'a test' } },
      ]);
      clock.advance(1000);
      const receivedAt = clock.now();
      await store.add(makeWebhook({ webhookId: 'c', receivedAt }));
      expect(await store.backlog()).toEqual({
        webhooks: { waiting: 1, oldest: receivedAt, dead: 0 },
        messages: { waiting: 1, oldest: mappedAt, dead: 1 },
      });
    });
  });

  describe('forgetting', () => {
    const everything = () => ({
      bodies: clock.now(),
      deadBodies: clock.now(),
      webhooks: clock.now(),
      messages: clock.now(),
    });
    const nothing = { bodies: 0, deadBodies: 0, webhooks: 0, messages: 0 };

    /** Maps three messages: one waits, one was handed over, one is dead. */
    async function setUpThree(): Promise<void> {
      await addMapped('waits', 'sent', 'dead');
      const [, sent, dead] = await store.leaseMessages(3);
      if (!sent || !dead) throw new Error('not leased');
      await store.settleMessages([
        { leased: sent, outcome: { status: 'handed over' } },
        { leased: dead, outcome: { status: 'dead', reason: 'a test' } },
      ]);
      clock.advance(60_001);
    }

    it('takes the bodies of what is done, and knows it all the same', async () => {
      await setUpThree();
      // One webhook and one message.
      expect(await store.forget({ ...nothing, bodies: clock.now() }, 100)).toBe(
        2,
      );
      expect(await store.forget({ ...nothing, bodies: clock.now() }, 100)).toBe(
        0,
      );
      expect((await store.counts()).messages).toEqual({
        mapped: 1,
        'handed over': 1,
        dead: 1,
      });
      expect(await store.add(makeWebhook({ webhookId: 'sent' }))).toEqual({
        status: 'duplicate',
      });
    });

    it('takes the rows in the end, but nothing of what waits', async () => {
      await setUpThree();
      await store.forget(everything(), 100);
      await store.forget(everything(), 100);
      expect(await store.counts()).toMatchObject({
        webhooks: { mapped: 1 },
        messages: { mapped: 1 },
      });
      const [message] = await store.leaseMessages(3);
      expect(message?.body).toBe(makeMessage('waits').body);
      expect(await store.add(makeWebhook({ webhookId: 'waits' }))).toEqual({
        status: 'duplicate',
      });
      expect(await store.add(makeWebhook({ webhookId: 'sent' }))).toEqual({
        status: 'received',
      });
    });

    it('keeps the row by which a body can be found and erased', async () => {
      await addMapped('late');
      clock.advance(20_000);
      const then = clock.now();
      clock.advance(1000);
      const [leased] = await store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await store.settleMessages([
        { leased, outcome: { status: 'handed over' } },
      ]);
      const before = { bodies: then, deadBodies: then, webhooks: then };
      for (let time = 0; time < 2; time += 1)
        await store.forget({ ...before, messages: 0 }, 9);
      expect((await store.counts()).webhooks).toEqual({ mapped: 1 });
      clock.advance(1000);
      for (let time = 0; time < 2; time += 1)
        await store.forget({ ...everything(), messages: 0 }, 9);
      expect((await store.counts()).webhooks).toEqual({});
    });

    it('does not send again what is mapped again after its webhook was forgotten', async () => {
      await setUpThree();
      const before = { ...everything(), messages: 0 };
      await store.forget(before, 100);
      await store.forget(before, 100);
      await addMapped('sent');
      expect(ids(await store.leaseMessages(9))).toEqual(['waits']);
    });

    it('takes a little at a time', async () => {
      await setUpThree();
      expect(await store.forget({ ...nothing, bodies: clock.now() }, 0)).toBe(
        0,
      );
      const before = {
        ...nothing,
        bodies: clock.now(),
        deadBodies: clock.now(),
      };
      expect(await store.forget(before, 1)).toBe(2);
      expect(await store.forget(before, 1)).toBe(2);
      expect(await store.forget(before, 1)).toBe(0);
    });
  });
}
