import { makeMessage } from '../message.ts';
import { makeWebhook } from '../webhook.ts';
import { ids, type Outbox } from './outbox.ts';

export function forgettingContract(on: Outbox): void {
  describe('forgetting', () => {
    const everything = () => ({
      bodies: on.clock.now(),
      deadBodies: on.clock.now(),
      webhooks: on.clock.now(),
      messages: on.clock.now(),
    });
    const nothing = { bodies: 0, deadBodies: 0, webhooks: 0, messages: 0 };

    /** Maps three messages: one waits, one was handed over, one is dead. */
    async function setUpThree(): Promise<void> {
      await on.addMapped('waits', 'sent', 'dead');
      const [, sent, dead] = await on.store.leaseMessages(3);
      if (!sent || !dead) throw new Error('not leased');
      await on.store.settleMessages([
        { leased: sent, outcome: { status: 'handed over' } },
        { leased: dead, outcome: { status: 'dead', reason: 'a test' } },
      ]);
      on.clock.advance(60_001);
    }

    it('takes the bodies of what is done, and knows it all the same', async () => {
      await setUpThree();
      // One webhook and one message.
      expect(
        await on.store.forget({ ...nothing, bodies: on.clock.now() }, 100),
      ).toBe(2);
      expect(
        await on.store.forget({ ...nothing, bodies: on.clock.now() }, 100),
      ).toBe(0);
      expect((await on.store.counts()).messages).toEqual({
        mapped: 1,
        'handed over': 1,
        dead: 1,
      });
      expect(await on.store.add(makeWebhook({ webhookId: 'sent' }))).toEqual({
        status: 'duplicate',
      });
    });

    it('takes the rows in the end, but nothing of what waits', async () => {
      await setUpThree();
      await on.store.forget(everything(), 100);
      await on.store.forget(everything(), 100);
      expect(await on.store.counts()).toMatchObject({
        webhooks: { mapped: 1 },
        messages: { mapped: 1 },
      });
      const [message] = await on.store.leaseMessages(3);
      expect(message?.body).toBe(makeMessage('waits').body);
      expect(await on.store.add(makeWebhook({ webhookId: 'waits' }))).toEqual({
        status: 'duplicate',
      });
      expect(await on.store.add(makeWebhook({ webhookId: 'sent' }))).toEqual({
        status: 'received',
      });
    });

    it('keeps the row by which a body can be found and erased', async () => {
      await on.addMapped('late');
      on.clock.advance(20_000);
      const then = on.clock.now();
      on.clock.advance(1000);
      const [leased] = await on.store.leaseMessages(1);
      if (!leased) throw new Error('not leased');
      await on.store.settleMessages([
        { leased, outcome: { status: 'handed over' } },
      ]);
      const before = { bodies: then, deadBodies: then, webhooks: then };
      for (let time = 0; time < 2; time += 1)
        await on.store.forget({ ...before, messages: 0 }, 9);
      expect((await on.store.counts()).webhooks).toEqual({ mapped: 1 });
      on.clock.advance(1000);
      for (let time = 0; time < 2; time += 1)
        await on.store.forget({ ...everything(), messages: 0 }, 9);
      expect((await on.store.counts()).webhooks).toEqual({});
    });

    it('does not send again what is mapped again after its webhook was forgotten', async () => {
      await setUpThree();
      const before = { ...everything(), messages: 0 };
      await on.store.forget(before, 100);
      await on.store.forget(before, 100);
      await on.addMapped('sent');
      expect(ids(await on.store.leaseMessages(9))).toEqual(['waits']);
    });

    it('takes a little at a time', async () => {
      await setUpThree();
      expect(
        await on.store.forget({ ...nothing, bodies: on.clock.now() }, 0),
      ).toBe(0);
      const before = {
        ...nothing,
        bodies: on.clock.now(),
        deadBodies: on.clock.now(),
      };
      expect(await on.store.forget(before, 1)).toBe(2);
      expect(await on.store.forget(before, 1)).toBe(2);
      expect(await on.store.forget(before, 1)).toBe(0);
    });
  });
}
