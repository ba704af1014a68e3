import { basePlan, extendPlan, type EventDefinition } from './index.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { mutationsOf } from './testing/mutations.ts';
import {
  describeViolation,
  validateMessage,
  validateProperties,
} from './validate.ts';

const events: EventDefinition[] = Object.values(basePlan);

const find = (name: string, values: unknown) =>
  validateProperties(name, values).map(
    ({ severity, path, expected, received }) => [
      severity,
      path,
      expected,
      received,
    ],
  );

describe('every event', () => {
  it.each(events.map((event) => [event.name, event] as const))(
    '%s: its example fits, and no spoilt one does',
    (name, event) => {
      const root = event.type === 'identify' ? 'traits' : 'properties';
      expect(validateProperties(name, event.example)).toEqual([]);
      const mutations = mutationsOf(event.example, jsonSchemaOf(event));
      expect(mutations.length).toBeGreaterThan(0);
      for (const { what, path, values } of mutations) {
        const paths = validateProperties(name, values).map(
          (violation) => violation.path,
        );
        expect([what, paths]).toEqual([
          what,
          expect.arrayContaining([`${root}.${path}`]) as string[],
        ]);
      }
    },
  );
});

describe('a violation', () => {
  const viewed = basePlan['Product Viewed'].example;

  it('says where, what was expected, what was received, and where it is documented', () => {
    const [violation] = validateProperties('Product Viewed', {
      ...viewed,
      price: '12.50',
    });
    expect(violation && describeViolation(violation)).toBe(
      'Product Viewed: properties.price should be a number, but is a string (https://segment.com/docs/connections/spec/ecommerce/v2/#product-viewed)',
    );
  });

  it.each([
    [
      'a currency in small letters',
      { ...viewed, currency: 'eur' },
      [
        'flag',
        'properties.currency',
        'an ISO 4217 code in capitals, such as EUR',
        'a string',
      ],
    ],
    [
      'a quantity of a half',
      { ...viewed, quantity: 0.5 },
      ['flag', 'properties.quantity', 'a whole number', 'a number'],
    ],
    [
      'a price that is not a number',
      { ...viewed, price: NaN },
      ['flag', 'properties.price', 'a number', 'a number'],
    ],
    [
      'an empty id',
      { ...viewed, product_id: '' },
      ['flag', 'properties.product_id', 'not empty', 'a string'],
    ],
    [
      'a page that is no address',
      { ...viewed, url: '/sencha/' },
      ['flag', 'properties.url', 'an address with its https://', 'a string'],
    ],
    [
      'null',
      { ...viewed, brand: null },
      ['flag', 'properties.brand', 'a string', 'null'],
    ],
    [
      'a misspelt property',
      { ...viewed, quanity: 1 },
      [
        'flag',
        'properties.quanity',
        'a planned property; did you mean "quantity"?',
        'an unplanned one',
      ],
    ],
  ])('names %s', (_, values, expected) => {
    expect(find('Product Viewed', values)).toContainEqual(expected);
  });

  it('names the place inside a list', () => {
    const order = basePlan['Order Completed'].example;
    const [line] = order.products;
    const products = [line, { ...line, quanity: 1 }];
    expect(find('Order Completed', { ...order, products })).toEqual([
      [
        'flag',
        'properties.products[1].quanity',
        'a planned property; did you mean "quantity"?',
        'an unplanned one',
      ],
    ]);
  });

  it.each([
    ['properties that are none', undefined, 'missing'],
    ['a list', [], 'a list'],
    ['text', 'x', 'a string'],
  ])('names %s', (_, values, received) => {
    expect(find('Product Viewed', values)).toEqual([
      ['flag', 'properties', 'an object', received],
    ]);
  });

  it.each([
    ['an alias', 'Promo Code Applied', 'a planned event; use "Coupon Applied"'],
    [
      'a misspelt name',
      'Product Veiwed',
      'a planned event; did you mean "Product Viewed"?',
    ],
    [
      'a name of the language',
      'constructor',
      expect.stringContaining('a planned event'),
    ],
  ])('names %s', (_, name, expected) => {
    expect(find(name, {})).toEqual([['flag', 'event', expected, 'a string']]);
  });

  it('never holds a value', () => {
    const order = basePlan['Order Completed'].example;
    const violations = validateProperties('Order Completed', {
      ...order,
      email: 'ada at example.com',
      phone: 41,
    });
    expect(JSON.stringify(violations)).not.toMatch(/ada|41/);
    expect(violations).toHaveLength(2);
  });
});

describe("an order's money", () => {
  const order = basePlan['Order Completed'].example;

  it.each([
    ['adds up', { total: 33.75 }, 0],
    ['does not add up', { total: 33.76 }, 1],
    [
      'adds up with tip, duties and fees',
      { total: 39.25, tip: 2, duties: 3.1, fees: 0.4 },
      0,
    ],
    [
      'adds up where floats would not',
      { subtotal: 0.1, shipping: 0.2, tax: 0, total: 0.3 },
      0,
    ],
    [
      'adds up in yen',
      { subtotal: 100, shipping: 20, tax: 3, total: 123, currency: 'JPY' },
      0,
    ],
  ])('%s', (_, changes, violations) => {
    expect(
      validateProperties('Order Completed', { ...order, ...changes }),
    ).toHaveLength(violations);
  });
});

describe('a message', () => {
  const order = {
    type: 'track',
    event: 'Order Completed',
    anonymousId: 'a',
    properties: basePlan['Order Completed'].example,
  };
  const blocks = (message: object) =>
    validateMessage({ ...order, ...message }, 'back-end')
      .filter(({ severity }) => severity === 'block')
      .map(({ path }) => path);

  it('is sound', () => {
    expect(validateMessage(order, 'back-end')).toEqual([]);
    expect(
      validateMessage(
        {
          type: 'identify',
          userId: 'u',
          traits: basePlan['Customer Updated'].example,
        },
        'back-end',
      ),
    ).toEqual([]);
  });

  it('may be an identify call of either source', () => {
    const identify = {
      type: 'identify',
      anonymousId: 'a',
      traits: { firstname: 'Ada' },
    };
    expect(validateMessage(identify, 'front-end')).toMatchObject([
      { severity: 'flag', path: 'traits.firstname' },
    ]);
  });

  it.each([
    ['about nobody', { anonymousId: '' }, ['userId']],
    ['without a name', { event: undefined }, ['event']],
    [
      'without a resource',
      { properties: { ...order.properties, order_id: '' } },
      ['properties.order_id'],
    ],
    ['without properties', { properties: undefined }, ['properties.order_id']],
    [
      'about nobody, and an identify call',
      { type: 'identify', anonymousId: 7 },
      ['userId'],
    ],
    [
      'about nobody, and a page view',
      { type: 'page', anonymousId: undefined },
      ['userId'],
    ],
  ])('%s is blocked', (_, changes, paths) => {
    expect(blocks(changes)).toEqual(paths);
  });

  it('is flagged and not blocked for anything else', () => {
    const message = {
      ...order,
      properties: { ...order.properties, revenue: undefined, total: 'x' },
    };
    expect(
      validateMessage(message, 'back-end').map(({ severity, path }) => [
        severity,
        path,
      ]),
    ).toEqual([
      ['flag', 'properties.total'],
      ['flag', 'properties.revenue'],
    ]);
  });

  it('is flagged where the other source owns the event, and follows a move', () => {
    const checkout = {
      ...order,
      event: 'Checkout Started',
      properties: basePlan['Checkout Started'].example,
    };
    expect(validateMessage(checkout, 'back-end')).toMatchObject([
      {
        path: 'event',
        expected: 'an event of the back-end source',
        received: 'one that the front-end owns',
      },
    ]);
    const plan = extendPlan({ owners: { 'Checkout Started': 'back-end' } });
    expect(validateMessage(checkout, 'back-end', plan)).toEqual([]);
  });
});
