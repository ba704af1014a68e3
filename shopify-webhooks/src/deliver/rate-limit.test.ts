import { Clock } from '../testing/clock.ts';
import { RateLimit } from './rate-limit.ts';

describe('a rate limit', () => {
  it('lets a second’s worth go at once, and no more', () => {
    const limit = new RateLimit(500, new Clock().now);
    expect(limit.available(400)).toBe(400);
    limit.take(400);
    expect(limit.available(400)).toBe(100);
    limit.take(100);
    expect(limit.available(400)).toBe(0);
  });

  it('says when more may go', () => {
    const clock = new Clock();
    const limit = new RateLimit(500, clock.now);
    limit.take(limit.available(500));
    expect(limit.when(100)).toBe(clock.now() + 200);
    clock.advance(199);
    expect(limit.available(100)).toBe(99);
    clock.advance(1);
    expect(limit.available(100)).toBe(100);
    // More than it ever has is not waited for.
    expect(limit.when(10_000)).toBe(clock.now() + 800);
  });

  it('lets so many go in the long run', () => {
    const clock = new Clock();
    const limit = new RateLimit(7, clock.now);
    let count = 0;
    for (let ms = 0; ms < 100_000; ms += 37) {
      const some = limit.available(5);
      limit.take(some);
      count += some;
      clock.advance(37);
    }
    expect(count).toBeGreaterThanOrEqual(700);
    expect(count).toBeLessThanOrEqual(707);
  });

  it('does not stand still when the clock is set back', () => {
    const clock = new Clock();
    const limit = new RateLimit(500, clock.now);
    limit.take(500);
    clock.advance(-3_600_000);
    expect(limit.available(100)).toBe(0);
    clock.advance(1000);
    expect(limit.available(500)).toBe(500);
  });
});
