import { pino } from 'pino';
import { Retention } from './retention.ts';
import type { ForgetBefore } from './store/store.ts';
import { Clock } from './testing/clock.ts';
import { RETENTION } from './testing/config.ts';

const AN_HOUR = 60 * 60 * 1000;
const A_DAY = 24 * AN_HOUR;

function setUp(prune: () => Promise<number>) {
  const clock = new Clock();
  const asked: { visitors: number; orders: number; receipts: number }[] = [];
  const forgotten: ForgetBefore[] = [];
  const retention = new Retention({
    ledger: {
      prune: (before) => {
        asked.push(before);
        return prune();
      },
    },
    store: {
      forget: (before) => {
        forgotten.push(before);
        return Promise.resolve(0);
      },
    },
    config: {
      retention: RETENTION,
    },
    log: pino({ level: 'silent' }),
    now: clock.now,
  });
  return { clock, asked, forgotten, retention };
}

describe('the retention', () => {
  it('deletes once an hour what is older than the settings say', async () => {
    const { clock, asked, retention } = setUp(() => Promise.resolve(0));
    const expected = [];
    for (let minute = 0; minute < 121; minute += 1) {
      if (minute % 60 === 0)
        expected.push({
          visitors: clock.now() - 90 * A_DAY,
          orders: clock.now() - 400 * A_DAY,
          receipts: clock.now() - 1825 * A_DAY,
        });
      await retention.pruneWhenDue();
      clock.advance(AN_HOUR / 60);
    }
    expect(asked).toEqual(expected);
  });

  it('takes bodies after a week, and what knows a redelivery a week later', async () => {
    const { clock, forgotten, retention } = setUp(() => Promise.resolve(0));
    await retention.pruneWhenDue();
    const now = clock.now();
    expect(forgotten).toEqual([
      {
        bodies: now - 7 * A_DAY,
        deadBodies: now - 90 * A_DAY,
        webhooks: now - 14 * A_DAY,
        messages: now - 400 * A_DAY,
      },
    ]);
  });

  it('goes on at once when there was much', async () => {
    const left = [1000, 3000, 10];
    const { asked, retention } = setUp(() =>
      Promise.resolve(left.shift() ?? 0),
    );
    for (let turn = 0; turn < 9; turn += 1) await retention.pruneWhenDue();
    expect(asked).toHaveLength(3);
  });

  it('waits an hour after a failure: nothing else may wait for it', async () => {
    const { clock, asked, retention } = setUp(() =>
      Promise.reject(new Error('database or disk is full')),
    );
    await expect(retention.pruneWhenDue()).rejects.toThrow();
    expect(await retention.pruneWhenDue()).toBe(0);
    clock.advance(AN_HOUR);
    await expect(retention.pruneWhenDue()).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });
});
