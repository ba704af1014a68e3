import { basePlan } from './index.ts';
import { emissionStatus } from './status.ts';

const status = (...texts: readonly string[]) =>
  emissionStatus(
    basePlan,
    texts.map((text, index) => ({ path: `f${String(index)}.ts`, text })),
    'front-end',
  );

describe('what source files emit', () => {
  it('is found by the names of events', () => {
    const { emitted, missing, unplanned } = status(
      "track('Product Viewed', p)",
      'const name = "Product Added"; track(name, p); track(`Cart Viewed`, c);',
      "track('Product Viewed', q)",
    );
    expect(Object.fromEntries(emitted)).toEqual({
      'Product Viewed': ['f0.ts', 'f2.ts'],
      'Product Added': ['f1.ts'],
      'Cart Viewed': ['f1.ts'],
    });
    expect(missing).toContain('Product Removed');
    expect(missing).not.toContain('Order Completed');
    expect(unplanned.size).toBe(0);
  });

  it('is not what a comment says', () => {
    expect(
      status("// track('Product Viewed')\n/* 'Product Added' */").emitted.size,
    ).toBe(0);
  });

  it('may not be planned', () => {
    expect(
      Object.fromEntries(
        status("analytics.track('Product Seen', {})").unplanned,
      ),
    ).toEqual({ 'Product Seen': ['f0.ts'] });
  });
});
