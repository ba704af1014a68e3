import { fail, ok, setUpOutbox } from '../testing/outbox.ts';
import { Waker } from './waker.ts';

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
    for (let turn = 0; turn < 50; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(lease).toHaveBeenCalledTimes(1);
    stop.abort();
    await running;
  });
});

describe('a call to deliver', () => {
  afterEach(() => jest.restoreAllMocks());

  const ids = Array.from({ length: 350 }, (_, index) => String(index + 1));

  /** Whoever sleeps makes the time pass. */
  function setUp(...args: Parameters<typeof setUpOutbox>) {
    const outbox = setUpOutbox(...args);
    const slept: number[] = [];
    jest.spyOn(Waker.prototype, 'sleep').mockImplementation((ms) => {
      slept.push(ms);
      outbox.clock.advance(ms);
      return Promise.resolve();
    });
    return { ...outbox, slept };
  }

  it('waits for the rate limit, and sends all', async () => {
    const { worker, receive, store, clock } = setUp(ok, {
      segment: { messagesPerSecond: 100 },
    });
    await receive(...ids);
    expect(await worker.runOnce(clock.now() + 60_000)).toEqual({
      mapped: 350,
      tried: 350,
      left: false,
    });
    expect((await store.counts()).messages).toEqual({ 'handed over': 350 });
  });

  it('does not wait beyond its time: more is left', async () => {
    const { worker, receive, clock } = setUp(ok, {
      segment: { messagesPerSecond: 100 },
    });
    await receive(...ids);
    const until = clock.now() + 1500;
    expect(await worker.runOnce(until)).toEqual({
      mapped: 350,
      tried: 200,
      left: true,
    });
    expect(clock.now()).toBeLessThan(until);
  });

  it('says that more is left when Segment is down, and everything was put off', async () => {
    const { worker, receive, clock, slept } = setUp(() =>
      fail(503, { 'retry-after': '120' }),
    );
    await receive('1');
    expect(await worker.runOnce(clock.now() + 60_000)).toEqual({
      mapped: 1,
      tried: 1,
      left: true,
    });
    expect(slept).toEqual([]);
  });

  it('tries again while it has time', async () => {
    const answers = [fail(503), fail(503), ok()];
    const { worker, receive, clock } = setUp(() => answers.shift() ?? ok());
    await receive('1');
    expect(await worker.runOnce(clock.now() + 60_000)).toEqual({
      mapped: 1,
      tried: 3,
      left: false,
    });
  });
});
