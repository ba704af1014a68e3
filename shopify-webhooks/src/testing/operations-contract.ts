import type { Operations } from '../store/operations.ts';
import type { Store, WebhookOutcome } from '../store/store.ts';
import { Clock } from './clock.ts';
import { makeMessage } from './message.ts';
import { makeWebhook } from './webhook.ts';

/** What the operations on every store must do. `open` gives both on an empty store. */
export function operationsContract(
  open: (
    now: () => number,
  ) => Promise<{ readonly store: Store; readonly operations: Operations }>,
): void {
  let clock: Clock;
  let store: Store;
  let operations: Operations;

  beforeEach(async () => {
    clock = new Clock();
    ({ store, operations } = await open(clock.now));
  });

  afterEach(async () => {
    await operations.close();
    await store.close();
  });

  /** Receives a webhook and settles it. */
  async function settle(
    id: string,
    outcome: WebhookOutcome,
    topic = 'orders/create',
  ): Promise<string> {
    const receivedAt = clock.now();
    const webhook = makeWebhook({ webhookId: id, topic, receivedAt });
    await store.add(webhook);
    const [leased] = await store.leaseWebhooks(1);
    if (!leased) throw new Error('not leased');
    await store.settleWebhooks([{ leased, outcome }]);
    return webhook.key;
  }

  /** The same, with a message that is handed over or dead. */
  async function deliver(
    id: string,
    status: 'handed over' | 'dead',
  ): Promise<string> {
    const messages = [makeMessage(id)];
    const key = await settle(id, { status: 'mapped', messages });
    const [leased] = await store.leaseMessages(1);
    if (!leased) throw new Error('not leased');
    await store.settleMessages([
      {
        leased,
        outcome:
          status === 'dead'
            ? { status, reason: 'Segment answered 400' }
            : { status },
      },
    ]);
    return key;
  }

  const dead: WebhookOutcome = { status: 'dead', reason: 'no order' };
  const again = { type: 'again', states: ['dead'] } as const;
  const correct = { type: 'correct' } as const;

  /** The webhooks that wait to be mapped. */
  const waiting = async () =>
    (await store.leaseWebhooks(10)).map(({ webhook, correction }) => ({
      key: webhook.key,
      correction,
    }));

  it('list what is dead, oldest first, by topic and time', async () => {
    const first = await settle('a', dead, 'refunds/create');
    clock.advance(1000);
    await deliver('b', 'dead');
    await deliver('c', 'handed over');
    expect(await operations.dead({}, 10)).toEqual([
      {
        type: 'webhook',
        id: first,
        topic: 'refunds/create',
        event: undefined,
        receivedAt: clock.now() - 1000,
        reason: 'no order',
      },
      {
        type: 'message',
        id: 'shopify-b',
        topic: 'orders/create',
        event: 'Order Completed',
        receivedAt: clock.now(),
        reason: 'Segment answered 400',
      },
    ]);
    expect(await operations.dead({}, 1)).toHaveLength(1);
    expect(await operations.dead({ topic: 'orders/create' }, 9)).toHaveLength(
      1,
    );
    expect(await operations.dead({ since: clock.now() }, 9)).toHaveLength(1);
  });

  it('find a webhook with its messages, by either id and by its beginning', async () => {
    const key = await deliver('a', 'dead');
    await deliver('b', 'handed over');
    for (const id of [key, key.slice(0, 8), 'shopify-a'])
      expect(await operations.find(id)).toMatchObject({
        status: 'found',
        webhook: {
          key,
          topic: 'orders/create',
          status: 'mapped',
          body: new Uint8Array(makeWebhook().body),
          messages: [
            {
              messageId: 'shopify-a',
              status: 'dead',
              reason: 'Segment answered 400',
              starts: 1,
              failures: 0,
              mappedAt: clock.now(),
              firstStartAt: clock.now(),
              settledAt: clock.now(),
              body: makeMessage('a').body,
            },
          ],
        },
      });
    expect(await operations.find('shopify-')).toEqual({ status: 'several' });
    expect(await operations.find('nothing')).toEqual({ status: 'none' });
  });

  it('tell what was settled since', async () => {
    const before = clock.now() - 1;
    await settle('a', { status: 'ignored', reason: 'test order' });
    clock.advance(1000);
    await deliver('b', 'handed over');
    expect(await operations.settledAfter(before, 10)).toMatchObject([
      { type: 'webhook', status: 'ignored', reason: 'test order' },
      { type: 'webhook', status: 'mapped', shop: 'a.myshopify.com' },
      {
        type: 'message',
        status: 'handed over',
        event: 'Order Completed',
        occurredAt: makeMessage('b').occurredAt,
        settledAt: clock.now(),
        starts: 1,
      },
    ]);
    expect(await operations.settledAfter(before + 1000, 10)).toHaveLength(2);
    expect(await operations.settledAfter(clock.now(), 10)).toEqual([]);
  });

  it('replay what is dead, and no message that was handed over', async () => {
    const one = await settle('a', dead);
    const two = await deliver('b', 'dead');
    await deliver('c', 'handed over');
    expect(await operations.countReplayable({ mode: again })).toBe(2);
    expect(await operations.replay({ mode: again }, 0, 10)).toEqual({
      webhooks: 2,
      next: undefined,
    });
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
    expect(await waiting()).toEqual([
      { key: one, correction: 0 },
      { key: two, correction: 0 },
    ]);
    expect(await operations.countReplayable({ mode: again })).toBe(0);
  });

  it('replay by topic, time, state and key, a little at a time', async () => {
    await settle('a', dead, 'refunds/create');
    clock.advance(1000);
    const second = await settle('b', dead);
    const ignored = await settle('c', {
      status: 'ignored',
      reason: 'switched off by EVENTS',
    });
    const count = (changes: object) =>
      operations.countReplayable({ mode: again, ...changes });
    expect(await count({ topic: 'refunds/create' })).toBe(1);
    expect(await count({ since: clock.now() })).toBe(1);
    expect(await count({ key: second })).toBe(1);
    expect(await count({ key: ignored })).toBe(0);
    const mode = {
      type: 'again',
      states: ['dead', 'ignored', 'withheld'],
    } as const;
    expect(await count({ mode })).toBe(3);
    const first = await operations.replay({ mode }, 0, 2);
    expect(first).toMatchObject({ webhooks: 2 });
    expect(await operations.replay({ mode }, first.next ?? 0, 2)).toEqual({
      webhooks: 1,
      next: undefined,
    });
  });

  it('replay as a correction what was handed over, and nothing else', async () => {
    await deliver('a', 'dead');
    await settle('b', { status: 'mapped', messages: [makeMessage('b')] });
    await store.leaseMessages(1);
    const sent = await deliver('c', 'handed over');
    expect(await operations.countReplayable({ mode: correct })).toBe(1);
    await operations.replay({ mode: correct }, 0, 10);
    expect(await waiting()).toEqual([{ key: sent, correction: 1 }]);
    expect((await store.counts()).messages).toMatchObject({ 'handed over': 1 });
  });

  it('do not replay what has lost its body', async () => {
    await settle('a', dead);
    clock.advance(1000);
    const now = clock.now();
    const before = { bodies: now, deadBodies: now, webhooks: 0, messages: 0 };
    await store.forget(before, 10);
    expect(await operations.countReplayable({ mode: again })).toBe(0);
    expect(await operations.dead({}, 10)).toHaveLength(1);
  });
}
