/** A template that must be stopped each time: nothing is lost by it, and it does not hold up the rest for ever. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteOperations } from '../store/sqlite-operations.ts';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { closeRunners, makeRunner } from '../testing/templates.ts';
import { Breaker } from './breaker.ts';

afterEach(closeRunners);

it('opens at the third stop in a row, of each template by itself', () => {
  const breaker = new Breaker();
  const file = 'other.jsonata';
  const stops = () => breaker.stopped(file);
  expect([stops(), stops()]).toEqual([false, false]);
  breaker.answered(file);
  expect([stops(), stops(), breaker.isOpen(file)]).toEqual([
    false,
    false,
    false,
  ]);
  expect([stops(), breaker.isOpen(file)]).toEqual([true, true]);
  expect(stops()).toBe(false);
  expect(breaker.isOpen('order-completed.jsonata')).toBe(false);
});

it('webhooks of a template that is not run any more are sent once it is mended and they are replayed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breaker-'));
  const file = join(folder, 'store.db');
  const broken = setUpOutbox(ok, {
    file,
    templates: makeRunner({
      'order-completed.jsonata': '{"x": $length($pad("a", 300000000))}',
    }),
  });
  await broken.receive('1', '2', '3', '4', '5');
  await broken.finish();
  const stopped = 'it ran without end, or out of memory, and was stopped';
  const notRun = /not run any more.*storefront-events replay/;
  expect(await broken.store.recent(5)).toMatchObject(
    [notRun, notRun, stopped, stopped, stopped].map((reason) => ({
      status: 'dead',
      reason: expect.stringMatching(reason) as string,
    })),
  );
  expect(broken.sent).toEqual([]);
  await broken.store.close();

  const mended = setUpOutbox(ok, {
    file,
    templates: makeRunner({ 'order-completed.jsonata': 'message' }),
  });
  const operations = new SqliteOperations(file, mended.clock.now);
  const dead = { mode: { type: 'again', states: ['dead'] } } as const;
  expect(await operations.replay(dead, 0, 100)).toMatchObject({ webhooks: 5 });
  await operations.close();
  await mended.finish();
  const ids = mended.sent.map(({ properties }) => properties.order_id);
  expect(ids.sort()).toEqual(['1', '2', '3', '4', '5']);
  await mended.store.close();
  rmSync(folder, { recursive: true });
});
