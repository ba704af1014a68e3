import { makeWebhook } from '../webhook.ts';
import { type Outbox } from './outbox.ts';

export function receivingContract(on: Outbox): void {
  describe('receiving', () => {
    it('keeps a webhook once, byte for byte', async () => {
      const body = Buffer.from([0x7b, 0x00, 0xff, 0xed, 0xa0, 0x80, 0x7d]);
      const webhook = makeWebhook({ body, test: true });
      expect(await on.store.add(webhook)).toEqual({ status: 'received' });
      expect(await on.store.add(webhook)).toEqual({ status: 'duplicate' });
      const [leased] = await on.store.leaseWebhooks(10);
      expect(leased?.webhook).toEqual({
        ...webhook,
        body: new Uint8Array(body),
      });
    });

    it('keeps one of a hundred at the same time', async () => {
      const added = await Promise.all(
        Array.from({ length: 100 }, () => on.store.add(makeWebhook())),
      );
      expect(added.filter(({ status }) => status === 'received')).toHaveLength(
        1,
      );
      expect(added.filter(({ status }) => status === 'duplicate')).toHaveLength(
        99,
      );
      expect((await on.store.counts()).webhooks).toEqual({ received: 1 });
    });

    it('keeps two bodies that come under one id', async () => {
      await on.store.add(makeWebhook({ body: Buffer.from('{"id":1}') }));
      await on.store.add(makeWebhook({ body: Buffer.from('{"id":2}') }));
      expect((await on.store.counts()).webhooks).toEqual({ received: 2 });
    });

    it('remembers a webhook that was dealt with', async () => {
      await on.addMapped('w1');
      expect(await on.store.add(makeWebhook({ webhookId: 'w1' }))).toEqual({
        status: 'duplicate',
      });
    });
  });
}
