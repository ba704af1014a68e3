import { pino } from 'pino';
import { Retention } from './retention.ts';
import { Clock } from './testing/clock.ts';

const AN_HOUR = 60 * 60 * 1000;
const A_DAY = 24 * AN_HOUR;

function setUp(prune: () => Promise<number>) {
  const clock = new Clock();
  const asked: { visitors: number; orders: number; receipts: number }[] = [];
  const retention = new Retention({
    ledger: {
      prune: (before) => {
        asked.push(before);
        return prune();
      },
    },
    config: {
      retention: { visitorDays: 90, orderDays: 400, receiptDays: 1825 },
    },
    log: pino({ level: 'silent' }),
    now: clock.now,
  });
  return { clock, asked, retention };
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
