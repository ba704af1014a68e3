import { ok, setUpOutbox } from '../testing/outbox.ts';
import { closeRunners, makeRunner } from '../testing/templates.ts';
import type { Templates } from './rewrite.ts';

afterEach(closeRunners);

/** Templates whose process is away, until it is there. */
function setUp() {
  const texts = { 'order-completed.jsonata': 'message' };
  const away = makeRunner(texts, { processFile: '/nowhere/process.js' });
  const there = makeRunner(texts);
  let [runner, runs] = [away, 0];
  const templates: Templates = {
    has: (file) => runner.has(file),
    run: (jobs) => {
      if (jobs.length > 0) runs += 1;
      return runner.run(jobs);
    },
  };
  return {
    ...setUpOutbox(ok, { templates }),
    install: () => {
      runner = there;
    },
    runs: () => runs,
  };
}

const ids = Array.from({ length: 30 }, (_, index) => String(index + 1));

it('when the process of the templates cannot be started, nothing dies, nothing passes, and all is sent in the end', async () => {
  const { clock, store, receive, receiveTopic, finish, ...outbox } = setUp();
  await receive(...ids);
  clock.advance(1);
  // No template is for it; what was said before it counts all the same.
  await receiveTopic('customers/create', { id: 77, created_at: '2026-11-21' });
  for (let time = 0; time < 5; time += 1) {
    await finish();
    expect((await store.counts()).webhooks).toEqual({
      parked: 25,
      received: 6,
    });
    clock.advance(999);
    await finish();
    expect(outbox.runs()).toBe(time + 1);
    clock.advance(1);
  }
  outbox.install();
  await finish();
  expect((await store.counts()).webhooks).toEqual({ mapped: 30, withheld: 1 });
  expect(outbox.sent.map(({ properties }) => properties.order_id)).toEqual(ids);
  const errors = outbox.logged.filter((line) => line.includes('"level":50'));
  expect(errors).toEqual([expect.stringContaining('could not be started')]);
  expect(outbox.logged.join()).toContain('the templates can be run again');
});

it('the worker does not go round while the templates cannot be run', async () => {
  const { store, worker, receive, logged, runs, stop } = setUp();
  const leases = jest.spyOn(store, 'leaseWebhooks');
  await receive('1');
  const running = worker.run();
  while (!logged.join().includes('the templates cannot be run'))
    await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 1000; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect([runs(), leases.mock.calls.length]).toEqual([1, 1]);
  stop.abort();
  await running;
});
