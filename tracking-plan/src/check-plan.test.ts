import { z } from 'zod';
import { checkPlan } from './check-plan.ts';
import {
  basePlan,
  defineEvent,
  definePlan,
  extendPlan,
  PlanError,
} from './index.ts';

const tasting = {
  name: 'Tasting Booked',
  source: 'front-end',
  description: 'A visitor books a tasting.',
  usedBy: 'Us.',
  spec: 'https://shop.example/plan',
  properties: z.strictObject({ tasting_id: z.string().describe('Which.') }),
  example: { tasting_id: 't1' },
} as const;

const findings = (make: () => unknown): readonly string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof PlanError) return error.findings;
    throw error;
  }
};

describe('checking', () => {
  it('finds nothing wrong with the plan', () => {
    expect(checkPlan(basePlan)).toEqual([]);
  });

  it('finds everything wrong with another, at once', () => {
    const plan = {
      ...definePlan([defineEvent(tasting)]),
      'tasting cancelled': defineEvent({
        ...tasting,
        name: 'tasting cancelled',
        description: 'no sentence',
        spec: 'nowhere',
        resource: 'booking_id',
        prefer: 'Nothing',
        properties: z.strictObject({
          tastingId: z.string(),
          tasting_at: z.string(),
        }),
        example: { tastingId: 't1', tasting_at: 7 as unknown as string },
      }),
    };
    expect(checkPlan(plan)).toEqual([
      '"tasting cancelled" is not "Object Action" in Title Case',
      '"tasting cancelled": the property "tastingId" is not snake_case',
      '"tasting cancelled" links no specification',
      '"tasting cancelled" is not described in a sentence',
      '"tasting cancelled" names the resource "booking_id", which it does not have',
      '"tasting cancelled" prefers "Nothing", which is not in the plan',
      'the example of tasting cancelled: properties.tasting_at should be a string, but is a number (nowhere)',
      '"tasting cancelled": the property "tastingId" has no description',
      '"tasting cancelled": the property "tasting_at" has no description',
    ]);
  });

  it('finds an example whose money does not add up', () => {
    const { example } = basePlan['Order Completed'];
    const plan = {
      'Order Completed': {
        ...basePlan['Order Completed'],
        example: { ...example, total: 1 },
      },
    };
    expect(checkPlan(plan)).toEqual([
      expect.stringContaining(
        'properties.total should be subtotal + shipping + tax',
      ),
    ]);
  });
});

describe('extending', () => {
  it('adds events and properties, and moves an owner', () => {
    const plan = extendPlan({
      events: [defineEvent(tasting)],
      properties: {
        'Product Viewed': {
          roast: z.string().optional().describe('How dark.'),
        },
      },
      owners: { 'Checkout Started': 'back-end' },
    });
    expect(Object.keys(plan)).toHaveLength(Object.keys(basePlan).length + 1);
    expect(plan['Checkout Started'].source).toBe('back-end');
    expect(Object.keys(plan['Product Viewed'].properties.shape)).toContain(
      'roast',
    );
    expect(checkPlan(plan)).toEqual([]);
    expect(basePlan['Checkout Started'].source).toBe('front-end');
  });

  it.each([
    [
      'an event that is planned',
      { events: [{ ...tasting, name: 'Product Viewed' }] },
      '"Product Viewed" is named by "Product Viewed" and by "Product Viewed"',
    ],
    [
      'an event that is the alias of one',
      { events: [{ ...tasting, name: 'Placed Order' }] },
      '"Placed Order" is named by "Placed Order" and by "Order Completed"',
    ],
    [
      'a name that is no name',
      { events: [{ ...tasting, name: 'tasting_booked' }] },
      '"tasting_booked" is not "Object Action" in Title Case',
    ],
    [
      'a property that is there',
      { properties: { 'Product Viewed': { price: z.number() } } },
      '"Product Viewed" has a property "price" already',
    ],
    [
      'a property of an unknown event',
      { properties: { 'Product Seen': { a: z.string() } } },
      '"Product Seen" is not in the plan',
    ],
    [
      'a second owner',
      { owners: { 'Checkout Started': ['front-end', 'back-end'] } },
      '"Checkout Started" must have one owner, "front-end" or "back-end"',
    ],
    [
      'an owner of nothing',
      { owners: { 'Checkout Begun': 'back-end' } },
      '"Checkout Begun" is not in the plan',
    ],
    [
      'a property in camelCase',
      { properties: { 'Product Viewed': { roastLevel: z.string() } } },
      '"Product Viewed": the property "roastLevel" is not snake_case',
    ],
  ])('refuses %s', (_, extension, finding) => {
    const extend = extendPlan as (extension: unknown) => unknown;
    expect(findings(() => extend(extension))).toEqual([finding]);
  });
});
