import type { Store } from '../store/store.ts';
import { makeMessage } from './message.ts';
import { makeWebhook } from './webhook.ts';

/** A message is taken back whose webhook's body was emptied meanwhile: nothing can be mapped again. */
export async function takeBackWithoutBody(
  store: Store,
  empty: () => Promise<unknown>,
): Promise<void> {
  await store.add(makeWebhook());
  const [leased] = await store.leaseWebhooks(1);
  if (!leased) throw new Error('not leased');
  await store.settleWebhooks([
    { leased, outcome: { status: 'mapped', messages: [makeMessage('1')] } },
  ]);
  const [message] = await store.leaseMessages(1);
  if (!message) throw new Error('not leased');
  await empty();
  await store.settleMessages([
    { leased: message, outcome: { status: 'taken back' } },
  ]);
  expect(await store.counts()).toMatchObject({
    webhooks: { mapped: 1 },
    messages: {},
  });
  expect(await store.leaseWebhooks(1)).toEqual([]);
}
