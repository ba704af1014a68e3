import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';
import { parked, ids, type Outbox } from './outbox.ts';

export function settlingContract(on: Outbox): void {
  describe('settling', () => {
    it('keeps a message once, however many webhooks give it', async () => {
      for (const id of ['w1', 'w2'])
        await on.store.add(makeWebhook({ webhookId: id }));
      const leased = await on.store.leaseWebhooks(10);
      await on.store.settleWebhooks(
        leased.map((item) => ({
          leased: item,
          outcome: { status: 'mapped', messages: [makeMessage('1')] },
        })),
      );
      expect(await on.store.counts()).toEqual({
        webhooks: { mapped: 2 },
        messages: { mapped: 1 },
        flagged: 0,
        decisions: { granted: 1 },
      });
    });

    it('records why a webhook was not sent', async () => {
      await on.store.add(makeWebhook());
      const [leased] = await on.store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      await on.store.settleWebhooks([
        { leased, outcome: { status: 'ignored', reason: 'test order' } },
      ]);
      expect(await on.store.recent(1)).toMatchObject([
        { status: 'ignored', reason: 'test order' },
      ]);
    });

    it('keeps a message that the plan does not allow, and never gives it', async () => {
      await on.store.add(makeWebhook());
      const [leased] = await on.store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const messages = [
        { ...makeMessage('a'), blocked: 'about nobody' },
        { ...makeMessage('b'), flags: ['no revenue'] },
      ];
      await on.store.settleWebhooks([
        { leased, outcome: { status: 'mapped', messages } },
      ]);
      expect(ids(await on.store.leaseMessages(9))).toEqual(['b']);
      expect(await on.store.counts()).toMatchObject({
        messages: { dead: 1, mapped: 1 },
        flagged: 1,
      });
    });

    it('parks a webhook until its time has come, and counts no start', async () => {
      await on.store.add(makeWebhook());
      const [leased] = await on.store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const dueAt = on.clock.now() + 5000;
      await on.store.settleWebhooks([{ leased, outcome: parked(dueAt) }]);
      expect(await on.store.leaseWebhooks(1)).toEqual([]);
      expect((await on.store.counts()).webhooks).toEqual({ parked: 1 });
      expect(await on.store.nextDue()).toMatchObject({ webhooks: dueAt });
      on.clock.advance(5000);
      expect(await on.store.leaseWebhooks(1)).toMatchObject([{ starts: 1 }]);
    });

    it('takes a webhook back: it has its turn again, before what came after it', async () => {
      await on.store.add(makeWebhook({ webhookId: 'w1' }));
      const receivedAt = on.clock.now();
      on.clock.advance(1);
      await on.store.add(
        makeWebhook({ webhookId: 'w2', receivedAt: on.clock.now() }),
      );
      const [leased] = await on.store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      const outcome = { ...parked(receivedAt), waitsFor: undefined };
      on.clock.advance(1);
      expect(await on.store.settleWebhooks([{ leased, outcome }])).toEqual([
        outcome,
      ]);
      expect(await on.store.leaseWebhooks(1)).toMatchObject([
        { webhook: { key: leased.webhook.key }, starts: 1 },
      ]);
    });

    it.each([
      ['afterwards', ['parked', 'known']],
      ['at the same time', ['known', 'parked']],
    ])(
      'gives a parked webhook at once when what it waits for is known %s',
      async (_, sequence) => {
        await on.store.add(makeWebhook({ webhookId: 'w1' }));
        await on.store.add(makeWebhook({ webhookId: 'w2' }));
        const [one, two] = await on.store.leaseWebhooks(2);
        if (!one || !two) throw new Error('not leased');
        const settled = {
          parked: { leased: one, outcome: parked(on.clock.now() + 5000) },
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
        await on.store.settleWebhooks(
          sequence.map((name) => settled[name as keyof typeof settled]),
        );
        expect(await on.store.leaseWebhooks(2)).toMatchObject([
          { webhook: { key: one.webhook.key } },
        ]);
      },
    );

    it('does not wake it for what is only about what it waits for', async () => {
      await on.store.add(makeWebhook({ webhookId: 'w1' }));
      await on.store.add(makeWebhook({ webhookId: 'w2' }));
      const [one, two] = await on.store.leaseWebhooks(2);
      if (!one || !two) throw new Error('not leased');
      await on.store.settleWebhooks([
        {
          leased: two,
          outcome: { status: 'ignored', reason: 'a test' },
          ledger: {
            concerns: { customer: undefined, resource: undefined },
            facts: [{ subject: 'order', at: 1, known: { order: {} } }],
          },
        },
        { leased: one, outcome: parked(on.clock.now() + 5000) },
      ]);
      expect(await on.store.leaseWebhooks(2)).toEqual([]);
    });

    it('keeps with a message what was decided, and counts it', async () => {
      await on.addMapped('a', 'b');
      expect((await on.store.counts()).decisions).toEqual({ granted: 2 });
    });

    it('gives a waiting message again when its time has come', async () => {
      await on.addMapped('a');
      const [leased] = await on.store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      const dueAt = on.clock.now() + 5000;
      await on.store.settleMessages([
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
      expect(await on.store.leaseMessages(1)).toEqual([]);
      expect(await on.store.nextDue()).toEqual({
        webhooks: undefined,
        messages: dueAt,
      });
      on.clock.advance(5000);
      const [again] = await on.store.leaseMessages(1);
      expect(again).toMatchObject({
        messageId: leased.messageId,
        body: leased.body,
        failures: 1,
      });
    });

    it('does not count a wait that was asked for', async () => {
      await on.addMapped('a');
      const [leased] = await on.store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await on.store.settleMessages([
        {
          leased,
          outcome: {
            status: 'waiting',
            reason: 'told',
            dueAt: on.clock.now(),
            attempt: 'told',
          },
        },
      ]);
      expect(await on.store.leaseMessages(1)).toMatchObject([{ failures: 0 }]);
    });

    it('keeps what a message rests on with it', async () => {
      await on.store.add(makeWebhook());
      const [webhook] = await on.store.leaseWebhooks(1);
      if (!webhook) throw new Error('not leased');
      const basis = { subjects: ['s'], since: 5, granted: ['analytics'] };
      const messages = [{ ...makeMessage('a'), basis }, makeMessage('b')];
      await on.store.settleWebhooks([
        { leased: webhook, outcome: { status: 'mapped', messages } },
      ]);
      const leased = await on.store.leaseMessages(2);
      expect(leased.map((message) => message.basis)).toEqual([
        basis,
        undefined,
      ]);
    });

    it('takes a message back, and has its webhook wait as if it had just come', async () => {
      await on.addMapped('a', 'b');
      const [a] = await on.store.leaseMessages(2);
      if (!a) throw new Error('not leased');
      const settled = [
        { leased: a, outcome: { status: 'taken back' } as const },
      ];
      await on.store.settleMessages(settled);
      expect(await on.store.counts()).toMatchObject({
        webhooks: { mapped: 1, received: 1 },
        messages: { mapped: 1 },
      });
      expect(await on.store.leaseWebhooks(9)).toMatchObject([
        { webhook: makeWebhook({ webhookId: 'a' }), starts: 1 },
      ]);
      // Once: whoever's lease has run out takes nothing back.
      await on.store.settleMessages(settled);
      expect(await on.store.leaseWebhooks(9)).toEqual([]);
    });

    it('never gives a message again that was handed over or is dead', async () => {
      await on.addMapped('a', 'b');
      const [a, b] = await on.store.leaseMessages(2);
      if (!a || !b) throw new Error('not leased');
      await on.store.settleMessages([
        { leased: a, outcome: { status: 'handed over' } },
        {
          leased: b,
          outcome: { status: 'dead', reason: 'Segment answered 400' },
        },
      ]);
      on.clock.advance(1_000_000);
      expect(await on.store.leaseMessages(2)).toEqual([]);
      expect((await on.store.counts()).messages).toEqual({
        'handed over': 1,
        dead: 1,
      });
      expect(await on.store.nextDue()).toEqual({
        webhooks: undefined,
        messages: undefined,
      });
    });
  });
}
