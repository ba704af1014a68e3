import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';
import { type Outbox } from './outbox.ts';

export function recordContract(on: Outbox): void {
  describe('the delivery record', () => {
    it('counts what was begun, and when first, but not what was given back untried', async () => {
      await on.addMapped('a');
      const begun = on.clock.now();
      for (const attempt of ['untried', 'failed', 'told'] as const) {
        const [leased] = await on.store.leaseMessages(1);
        if (!leased) throw new Error('not leased');
        if (attempt === 'failed')
          expect(leased).toMatchObject({ starts: 1, firstStartAt: begun });
        await on.store.settleMessages([
          {
            leased,
            outcome: {
              status: 'waiting',
              reason: 'a test',
              dueAt: on.clock.now(),
              attempt,
            },
          },
        ]);
      }
      on.clock.advance(5000);
      expect(await on.store.leaseMessages(1)).toMatchObject([
        {
          starts: 3,
          failures: 1,
          firstStartAt: begun,
          occurredAt: makeMessage('a').occurredAt,
        },
      ]);
    });

    it('tells what waits, since when, and what is dead', async () => {
      await on.addMapped('a', 'b');
      const mappedAt = on.clock.now();
      const [a] = await on.store.leaseMessages(1);
      if (!a) throw new Error('not leased');
      await on.store.settleMessages([
        { leased: a, outcome: { status: 'dead', reason: 'a test' } },
      ]);
      on.clock.advance(1000);
      const receivedAt = on.clock.now();
      await on.store.add(makeWebhook({ webhookId: 'c', receivedAt }));
      expect(await on.store.backlog()).toEqual({
        webhooks: { waiting: 1, oldest: receivedAt, dead: 0 },
        messages: { waiting: 1, oldest: mappedAt, dead: 1 },
      });
    });
  });
}
