import { z } from 'zod';
import {
  basePlan,
  defineEvent,
  extendPlan,
  type DraftOf,
  type EventName,
  type PropertiesOf,
} from './index.ts';
import { outlineOfPlan } from './outline.ts';
import { CHORD } from './testing/chord.ts';
import { ECOMMERCE_V2 } from './testing/ecommerce-v2.ts';

const outline = outlineOfPlan(basePlan);

describe('the plan', () => {
  it("has every event and property of Segment's e-commerce spec", () => {
    const missing = Object.entries(ECOMMERCE_V2).flatMap(
      ([event, properties]) =>
        properties
          .filter((property) => !outline.get(event)?.properties.has(property))
          .map((property) => `${event}: ${property}`),
    );
    expect(missing).toEqual([]);
  });

  it("has each of Chord's 64 events, and requires at least what Chord requires", () => {
    expect(Object.keys(CHORD)).toHaveLength(64);
    const missing = Object.entries(CHORD).flatMap(
      ([event, { required, ofProducts }]) =>
        [...required, ...ofProducts.map((property) => `products[].${property}`)]
          .filter(
            (property) =>
              outline.get(event)?.properties.get(property)?.required !== true,
          )
          .map((property) => `${event}: ${property}`),
    );
    expect(Object.keys(CHORD).filter((event) => !outline.has(event))).toEqual(
      [],
    );
    expect(missing).toEqual([]);
  });

  const MONEY = [
    'order_id',
    'total',
    'revenue',
    'subtotal',
    'currency',
    'products',
  ];
  const PRODUCT = ['product_id', 'sku', 'price', 'quantity', 'currency'];
  it.each([
    ['Product Viewed', PRODUCT],
    ['Product Added', PRODUCT],
    ['Product Removed', PRODUCT],
    ['Order Completed', MONEY],
    ['Order Paid', MONEY],
    ['Order Updated', MONEY],
    ['Order Cancelled', MONEY],
    [
      'Order Refunded',
      ['order_id', 'refund_id', 'total', 'currency', 'products'],
    ],
  ])('requires of %s what tools need', (event, required) => {
    for (const property of required)
      expect([
        property,
        outline.get(event)?.properties.get(property)?.required,
      ]).toEqual([property, true]);
  });

  it('gives each event one owner, and money to the back end', () => {
    const orderEvents = Object.values(basePlan).filter(({ name }) =>
      /^(Order|Subscription (?!Payment Info)|Shipment)/.test(name),
    );
    expect(orderEvents.length).toBeGreaterThan(15);
    expect(orderEvents.filter(({ source }) => source !== 'back-end')).toEqual(
      [],
    );
  });

  it('names no counter in an event', () => {
    expect(
      Object.keys(basePlan).filter((name) => /\d|First|Second/.test(name)),
    ).toEqual([]);
  });
});

/** Compiled, never run: what the types allow is what these lines say. */
export function types(): unknown {
  const frontEnd = <N extends EventName<'front-end'>>(
    _name: N,
    _properties: PropertiesOf<N>,
  ) => undefined;
  const clicked = { product_id: '1', name: 'Sencha' };
  frontEnd('Product Clicked', clicked);
  // @ts-expect-error the back end owns it: a browser must not send it too
  frontEnd('Order Completed', { order_id: '1', products: [] });
  // @ts-expect-error there is no such event
  frontEnd('Product Seen', clicked);
  // @ts-expect-error a price is a number
  frontEnd('Product Clicked', { ...clicked, price: '1' });
  // @ts-expect-error a misspelt property
  frontEnd('Product Clicked', { ...clicked, quanity: 1 });
  // @ts-expect-error a required property is missing
  frontEnd('Product Clicked', { product_id: '1' });
  // @ts-expect-error an identify call is not tracked
  frontEnd('Customer Updated', {});
  const draft: DraftOf<'Order Completed'> = {
    order_id: '1',
    products: [{ sku: 'A' }],
  };
  // @ts-expect-error a draft may miss properties, not misspell them
  const misspelt: DraftOf<'Order Completed'> = { order_ID: '1' };
  return [draft, misspelt];
}

/** The types of a store's own plan. */
export function extendedTypes(): unknown {
  const own = extendPlan({
    events: [
      defineEvent({
        name: 'Tasting Booked',
        source: 'front-end',
        description: 'A visitor books a tasting.',
        usedBy: 'Us.',
        spec: 'https://shop.example/plan',
        properties: z.strictObject({
          tasting_id: z.string().describe('Which.'),
        }),
        example: { tasting_id: 't1' },
      }),
    ],
    properties: {
      'Product Viewed': { roast: z.string().describe('How dark.') },
    },
    owners: { 'Checkout Started': 'back-end' },
  });
  const tasting: 'front-end' = own['Tasting Booked'].source;
  const moved: 'back-end' = own['Checkout Started'].source;
  const roast: string = own['Product Viewed'].example.roast;
  // @ts-expect-error it has moved to the other source
  const stayed: 'front-end' = own['Checkout Started'].source;
  // @ts-expect-error an event has one owner
  extendPlan({ owners: { 'Checkout Started': ['front-end', 'back-end'] } });
  // @ts-expect-error there is no such event to move
  extendPlan({ owners: { 'Checkout Begun': 'back-end' } });
  return [tasting, moved, roast, stayed];
}
