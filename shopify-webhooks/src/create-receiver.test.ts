import { startReceiver } from './testing/receiver.ts';
import { headersFor } from './testing/webhook.ts';

it('what could not be stored is counted by its reason', async () => {
  const { store, port, metrics, close } = await startReceiver({
    SHOPIFY_WEBHOOK_SECRETS: 'hush',
  });
  const reasons = ['too many wait to be stored', 'ERR_SQLITE_ERROR 13'];
  const add = jest.spyOn(store, 'add');
  for (const reason of reasons) {
    add.mockResolvedValueOnce({ status: 'unavailable', reason });
    const answer = await fetch(`http://127.0.0.1:${String(port)}/webhooks`, {
      method: 'POST',
      headers: headersFor('{}'),
      body: '{}',
    });
    expect(answer.status).toBe(503);
  }
  const text = await metrics.text();
  for (const reason of reasons)
    expect(text).toContain(`requests_not_stored_total{reason="${reason}"} 1`);
  await close();
});
