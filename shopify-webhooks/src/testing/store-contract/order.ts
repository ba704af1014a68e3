import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';
import { ids, type Outbox } from './outbox.ts';

export function orderContract(on: Outbox): void {
  describe('order', () => {
    /** Maps one message about a resource, received now. */
    async function addAbout(id: string, resource: string): Promise<void> {
      await on.store.add(
        makeWebhook({ webhookId: id, receivedAt: on.clock.now() }),
      );
      const [leased] = await on.store.leaseWebhooks(1);
      if (!leased) throw new Error('not leased');
      await on.store.settleWebhooks([
        {
          leased,
          outcome: { status: 'mapped', messages: [makeMessage(id)] },
          ledger: { concerns: { customer: undefined, resource } },
        },
      ]);
    }

    /** Takes what is due, and has it wait for so many milliseconds, or as long as each is given. */
    async function fail(...waits: readonly [number, ...number[]]) {
      const leased = await on.store.leaseMessages(10);
      await on.store.settleMessages(
        leased.map((message, index) => ({
          leased: message,
          outcome: {
            status: 'waiting',
            reason: 'Segment answered 500',
            dueAt: on.clock.now() + (waits[index] ?? waits[0]),
            attempt: 'failed',
          },
        })),
      );
      return ids(leased);
    }

    const next = async () => ids(await on.store.leaseMessages(10));

    it('keeps what comes later about an order behind what is to be sent again', async () => {
      await addAbout('created', 'order-1');
      await fail(30_000);
      await addAbout('updated', 'order-1');
      await addAbout('other', 'order-2');
      expect(await next()).toEqual(['other']);
      on.clock.advance(30_000);
      expect(await next()).toEqual(['created', 'updated']);
    });

    it('puts off what was mapped before, and what failed with it but would be due earlier', async () => {
      await addAbout('created', 'order-1');
      await addAbout('updated', 'order-1');
      const [created] = await on.store.leaseMessages(1);
      if (!created) throw new Error('not leased');
      await on.store.settleMessages([
        {
          leased: created,
          outcome: {
            status: 'waiting',
            reason: 'Segment answered 500',
            dueAt: on.clock.now() + 5000,
            attempt: 'failed',
          },
        },
      ]);
      expect(await next()).toEqual([]);
      on.clock.advance(5000);
      expect(await fail(9000, 1000)).toEqual(['created', 'updated']);
      on.clock.advance(1000);
      expect(await next()).toEqual([]);
      on.clock.advance(8000);
      expect(await next()).toEqual(['created', 'updated']);
    });

    it('lets it wait for a minute and no longer', async () => {
      await addAbout('created', 'order-1');
      await fail(300_000);
      await addAbout('updated', 'order-1');
      on.clock.advance(59_999);
      expect(await next()).toEqual([]);
      on.clock.advance(1);
      expect(await next()).toEqual(['updated']);
    });

    it('does not wait for what is dead', async () => {
      await addAbout('created', 'order-1');
      const [leased] = await on.store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await on.store.settleMessages([
        { leased, outcome: { status: 'dead', reason: 'Segment answered 400' } },
      ]);
      await addAbout('updated', 'order-1');
      expect(await next()).toEqual(['updated']);
    });
  });
}
