import type { Violation } from '@storefront-events/plan/validate';
import { basePlan } from '@storefront-events/plan';
import { checkFor } from './check.ts';

const example = basePlan['Product Viewed'].example;
const loaded = () => new Promise((resolve) => setTimeout(resolve, 50));

let warn: jest.SpyInstance;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation();
});

describe('while developing', () => {
  it('a violation is a warning and a callback, also for what was tracked before the validators came', async () => {
    const violations: Violation[] = [];
    const check = checkFor({
      onViolation: (violation) => violations.push(violation),
    });
    check?.('Product Viewed', { ...example, price: '12.50' });
    await loaded();
    check?.('Product Viewed', { ...example, quanity: 1 });
    expect(violations.map(({ path }) => path)).toEqual([
      'properties.price',
      'properties.quanity',
    ]);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining(
        'properties.price should be a number, but is a string',
      ),
    );
  });

  it('an event that fits is no matter', async () => {
    const check = checkFor({});
    await loaded();
    check?.('Product Viewed', example);
    expect(warn).not.toHaveBeenCalled();
  });

  it('a test can let it throw', async () => {
    const check = checkFor({
      onViolation: ({ path }) => {
        throw new Error(path);
      },
    });
    await loaded();
    expect(() => check?.('Product Viewed', { ...example, price: '1' })).toThrow(
      'properties.price',
    );
  });

  it("a store's own plan is the one that counts", async () => {
    const { 'Product Viewed': viewed } = basePlan;
    const check = checkFor({
      plan: () => Promise.resolve({ 'Product Viewed': viewed }),
    });
    await loaded();
    check?.('Product Added', {});
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('a planned event'),
    );
  });
});

it('in production there is none', () => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  expect(checkFor({})).toBeUndefined();
  process.env['NODE_ENV'] = before;
});
