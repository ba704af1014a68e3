import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';
import { parked, ids, type Outbox } from './outbox.ts';

export function leasingContract(on: Outbox): void {
  describe('leasing', () => {
    it('gives a webhook to one worker at a time', async () => {
      await on.store.add(makeWebhook());
      expect(await on.store.leaseWebhooks(10)).toHaveLength(1);
      expect(await on.store.leaseWebhooks(10)).toHaveLength(0);
    });

    it('does not count a start of which nothing could be recorded, and gives it alone', async () => {
      for (const id of ['w1', 'w2'])
        await on.store.add(makeWebhook({ webhookId: id }));
      for (let time = 0; time < 5; time += 1) {
        const leased = await on.store.leaseWebhooks(9);
        expect(leased).toHaveLength(time === 0 ? 2 : 1);
        await on.store.discountWebhooks(leased);
        on.clock.advance(60_001);
      }
      const [one] = await on.store.leaseWebhooks(9);
      expect(one?.starts).toBe(2);
    });

    it('keeps a message that is being sent as long as it is looked after', async () => {
      await on.addMapped('1');
      const leased = await on.store.leaseMessages(1);
      for (let time = 0; time < 3; time += 1) {
        on.clock.advance(40_000);
        expect(await on.store.keepMessages(leased)).toEqual(leased);
        expect(await on.store.leaseMessages(1)).toEqual([]);
      }
      on.clock.advance(60_001);
      expect(await on.store.leaseMessages(1)).toHaveLength(1);
      expect(await on.store.keepMessages(leased)).toEqual([]);
    });

    it('gives it to another when the lease has run out, and counts the starts', async () => {
      await on.store.add(makeWebhook());
      const [first] = await on.store.leaseWebhooks(10);
      on.clock.advance(60_001);
      const [second] = await on.store.leaseWebhooks(10);
      expect([first?.starts, second?.starts]).toEqual([1, 2]);
    });

    it('gives one that was not finished alone, so that it cannot take others with it', async () => {
      for (const id of ['w1', 'w2', 'w3'])
        await on.store.add(makeWebhook({ webhookId: id }));
      expect(await on.store.leaseWebhooks(2)).toHaveLength(2);
      on.clock.advance(60_001);
      const sizes = [
        await on.store.leaseWebhooks(9),
        await on.store.leaseWebhooks(9),
        await on.store.leaseWebhooks(9),
      ];
      expect(sizes.map((leased) => leased.map(({ starts }) => starts))).toEqual(
        [[2], [2], [1]],
      );
    });

    it('does not take the outcome of a worker whose lease has run out', async () => {
      await on.store.add(makeWebhook());
      const [late] = await on.store.leaseWebhooks(10);
      on.clock.advance(60_001);
      const [current] = await on.store.leaseWebhooks(10);
      if (!late || !current) throw new Error('not leased');
      const outcome = { status: 'dead', reason: 'late' } as const;
      for (const one of [outcome, parked(0)])
        expect(
          await on.store.settleWebhooks([{ leased: late, outcome: one }]),
        ).toEqual([undefined]);
      expect((await on.store.counts()).webhooks).toEqual({ received: 1 });
      await on.store.settleWebhooks([
        {
          leased: current,
          outcome: { status: 'mapped', messages: [makeMessage('1')] },
        },
      ]);
      expect(await on.store.counts()).toEqual({
        webhooks: { mapped: 1 },
        messages: { mapped: 1 },
        flagged: 0,
        decisions: { granted: 1 },
      });
    });

    it('gives what was put off by a clock that was ahead and has been set back', async () => {
      const HOURS = 3_600_000;
      on.clock.advance(6 * HOURS);
      await on.addMapped('1');
      await on.store.add(makeWebhook({ webhookId: '2' }));
      await on.store.add(
        makeWebhook({ webhookId: '3', receivedAt: on.clock.now() }),
      );
      on.clock.advance(-6 * HOURS);
      expect(ids(await on.store.leaseMessages(10))).toEqual(['1']);
      const first = await on.store.leaseWebhooks(10);
      const second = await on.store.leaseWebhooks(10);
      expect([...first, ...second]).toHaveLength(2);
      // Now they are leased by the right on.clock.
      expect(await on.store.leaseMessages(10)).toEqual([]);
      expect(await on.store.leaseWebhooks(10)).toEqual([]);
    });

    it('gives messages oldest first', async () => {
      await on.addMapped('a', 'b', 'c');
      expect(ids(await on.store.leaseMessages(2))).toEqual(['a', 'b']);
      expect(ids(await on.store.leaseMessages(2))).toEqual(['c']);
    });
  });
}
