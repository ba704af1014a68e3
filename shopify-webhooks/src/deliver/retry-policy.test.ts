import { backOff, judge } from './retry-policy.ts';

const answered = (status: number, retryAfterMs?: number) =>
  ({
    type: 'answered',
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }) as const;

describe('after an attempt', () => {
  it.each([200, 201, 204])('%i hands over', (status) => {
    expect(judge(answered(status), 10)).toEqual({ type: 'handed over' });
  });

  it.each([400, 402, 413, 422, 501, 505, 511])(
    '%i splits a batch, and a message alone is dead',
    (status) => {
      expect(judge(answered(status), 2)).toEqual({ type: 'split' });
      expect(judge(answered(status), 1)).toEqual({
        type: 'dead',
        reason: `Segment answered ${String(status)}`,
      });
    },
  );

  it.each([408, 410, 429, 460, 500, 502, 503, 504, 520, 599])(
    '%i tries again',
    (status) => {
      expect(judge(answered(status), 1)).toMatchObject({
        type: 'retry',
      });
    },
  );

  it.each([301, 302, 307, 401, 403, 404, 405])(
    '%i holds: no message is to blame',
    (status) => {
      expect(judge(answered(status), 1)).toMatchObject({
        type: 'hold',
        afterMs: 60_000,
      });
    },
  );

  it('tries again where nobody answered', () => {
    expect(judge({ type: 'unanswered', reason: 'ECONNREFUSED' }, 1)).toEqual({
      type: 'retry',
      reason: 'ECONNREFUSED',
    });
  });

  it.each([
    [0, 0, 1000],
    [0, 0.5, 1500],
    [0, 1, 2000],
    [3, 1, 16_000],
    [20, 1, 300_000],
    [20, 0, 1000],
    [2000, 1, 300_000],
  ])(
    'waits longer after each failure, up to 5 minutes: %i failures, random %d',
    (failures, random, afterMs) => {
      expect(backOff(failures, random)).toBe(afterMs);
    },
  );

  it.each([
    [429, 30_000, 30_000],
    [503, 0, 1000],
    [429, 99_999_999_000, 300_000],
  ])(
    'waits as Retry-After says, from 1 s to 5 min: %i',
    (status, told, afterMs) => {
      expect(judge(answered(status, told), 5)).toMatchObject({
        type: 'retry',
        afterMs,
      });
    },
  );

  it('has the others wait where Segment took the batch and asked to', () => {
    expect(judge(answered(200, 7000), 5)).toEqual({
      type: 'handed over',
      afterMs: 7000,
    });
  });

  it('does not put off finding a bad message, or saying that the key is wrong', () => {
    expect(judge(answered(400, 30_000), 5)).toEqual({ type: 'split' });
    expect(judge(answered(401, 30_000), 5)).toMatchObject({
      type: 'hold',
      afterMs: 30_000,
    });
  });
});
