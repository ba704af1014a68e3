import type { Violation } from '@storefront-events/plan/validate';
import { basePlan } from '@storefront-events/plan';
import { checkFor } from './check.ts';
import { TAG } from './developer-view/panel.ts';
import type { Development } from './development.ts';
import { getStorefront } from './instance.ts';
import type { StorefrontConfig } from './storefront-config.ts';

const example = basePlan['Product Viewed'].example;
const viewed = (properties: Readonly<Record<string, unknown>>) =>
  ({ type: 'track', event: 'Product Viewed', properties }) as const;
const development: Development = {
  options: { writeKey: 'key' },
  window,
  now: () => new Date(),
  storefront: getStorefront,
};
const start = (config: StorefrontConfig) => checkFor(config, development);
const loaded = () => new Promise((resolve) => setTimeout(resolve, 50));

let warn: jest.SpyInstance;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation();
});

describe('while developing', () => {
  it('a violation is a warning and a callback, also for what was tracked before the validators came', async () => {
    const violations: Violation[] = [];
    const check = start({
      onViolation: (violation) => violations.push(violation),
    });
    check?.(viewed({ ...example, price: '12.50' }));
    await loaded();
    check?.(viewed({ ...example, quanity: 1 }));
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
    const check = start({});
    await loaded();
    check?.(viewed(example));
    expect(warn).not.toHaveBeenCalled();
  });

  it('a test can let it throw', async () => {
    const check = start({
      onViolation: ({ path }) => {
        throw new Error(path);
      },
    });
    await loaded();
    expect(() => check?.(viewed({ ...example, price: '1' }))).toThrow(
      'properties.price',
    );
  });

  it("a store's own plan is the one that counts", async () => {
    const { 'Product Viewed': only } = basePlan;
    const check = start({
      plan: () => Promise.resolve({ 'Product Viewed': only }),
    });
    await loaded();
    check?.({ type: 'track', event: 'Product Added', properties: {} });
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('a planned event'),
    );
  });
});

it('in production there is none', () => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  expect(start({})).toBeUndefined();
  process.env['NODE_ENV'] = before;
});

describe('the developer view', () => {
  const before = process.env['NODE_ENV'];
  const shown = () => document.querySelectorAll(TAG).length;

  afterEach(() => {
    process.env['NODE_ENV'] = before;
    document.querySelectorAll(TAG).forEach((panel) => {
      panel.remove();
    });
  });

  it.each([
    ['in gatsby develop', 'development', undefined, 1],
    ['not where it is switched off', 'development', false, 0],
    ['not in tests of a site', 'test', undefined, 0],
    ['not in production', 'production', undefined, 0],
  ])('is shown %s', async (_, mode, developerView, panels) => {
    process.env['NODE_ENV'] = mode;
    checkFor(
      {},
      {
        ...development,
        options: {
          writeKey: 'key',
          ...(developerView !== undefined && { developerView }),
        },
      },
    );
    await loaded();
    expect(shown()).toBe(panels);
  });
});
