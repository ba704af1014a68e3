import { ok, setUpOutbox } from '../testing/outbox.ts';

describe('the worker', () => {
  it('maps and delivers what comes, until it is told to stop', async () => {
    let delivered: () => void;
    const done = new Promise<void>((resolve) => {
      delivered = resolve;
    });
    const { store, worker, stop, receive } = setUpOutbox(() => {
      delivered();
      return ok();
    });
    const running = worker.run();
    await receive('1');
    worker.wake();
    await done;
    stop.abort();
    await running;
    expect((await store.counts()).messages).toEqual({ 'handed over': 1 });
  });

  it('maps what comes while Segment is slow to answer', async () => {
    let asked: () => void;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let answer: () => void = () => undefined;
    const { store, worker, stop, receive } = setUpOutbox(() => {
      asked();
      return new Promise((resolve) => {
        answer = () => {
          resolve(ok());
        };
      });
    });
    const running = worker.run();
    await receive('1');
    worker.wake();
    await waiting;
    await receive('2');
    worker.wake();
    while ((await store.counts()).webhooks['mapped'] !== 2)
      await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    answer();
    await running;
    expect((await store.counts()).messages).toEqual({
      'handed over': 1,
      mapped: 1,
    });
  });

  it('survives a store that fails, and does not hammer it', async () => {
    const { store, worker, stop, logged, receive } = setUpOutbox(ok);
    await receive('1');
    const lease = jest
      .spyOn(store, 'leaseWebhooks')
      .mockRejectedValue(new Error('database or disk is full'));
    jest
      .spyOn(store, 'nextDue')
      .mockRejectedValue(new Error('database or disk is full'));
    const running = worker.run();
    while (logged.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 1000; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(lease).toHaveBeenCalledTimes(1);
    stop.abort();
    await running;
  });
});
