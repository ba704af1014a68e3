import type { PropertiesOf } from '@storefront-events/plan';
import { makeOrder } from '../testing/order.ts';
import { noteAttributes } from '../testing/consent.ts';
import { makeWebhook, SHOP } from '../testing/webhook.ts';
import type { Json } from '../shopify/payload.ts';
import type { WebhookOutcome } from '../store/store.ts';
import { mapWebhook } from '../testing/map-webhook.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import type { MapConfig } from './mapping.ts';
import { MAX_MESSAGE_BYTES } from './fit-message.ts';

const config = MAP_CONFIG;

const map = (changes: Json = {}, overrides: Partial<MapConfig> = {}) =>
  mapWebhook(
    makeWebhook({ body: Buffer.from(JSON.stringify(makeOrder(changes))) }),
    { ...config, ...overrides },
  );

function outgoing(changes: Json = {}) {
  const outcome = map(changes);
  if (outcome.status !== 'mapped') throw new Error(outcome.reason);
  const order = outcome.messages.find(
    ({ event }) => event === 'Order Completed',
  );
  if (!order) throw new Error('no message');
  return order;
}

interface Sent {
  readonly messageId: string;
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly integrations?: object;
  readonly context: {
    readonly consent: { readonly categoryPreferences: object };
    readonly campaign?: object;
  };
  readonly properties: PropertiesOf<'Order Completed'>;
}

const message = (changes: Json = {}) =>
  JSON.parse(outgoing(changes).body) as Sent;

const granted = noteAttributes(
  { analytics: true, marketing: false },
  'visitor-1',
);

describe('orders/create', () => {
  it('becomes Order Completed, as the plan has it', () => {
    expect(message({ note_attributes: granted })).toEqual({
      type: 'track',
      event: 'Order Completed',
      messageId: expect.stringMatching(/^shopify-[0-9a-f]{64}$/) as string,
      timestamp: '2026-11-21T10:00:01.000Z',
      userId: '77',
      anonymousId: 'visitor-1',
      context: {
        consent: { categoryPreferences: { analytics: true, marketing: false } },
        library: {
          name: '@storefront-events/shopify-webhooks',
          version: '0.1.0',
        },
        traits: { email: 'ada@example.com' },
      },
      properties: {
        order_id: '4501',
        order_number: '#1001',
        order_date: '2026-11-21T10:00:00.000Z',
        source: SHOP,
        value: 28.65,
        checkout_id: 'chk-1',
        cart_id: 'c1-abc',
        affiliation: 'web',
        checkout_type: 'one-time',
        email: 'ada@example.com',
        total: 28.65,
        subtotal: 20,
        revenue: 20,
        shipping: 4.9,
        tax: 3.75,
        discount: 5,
        coupon: 'SPRING',
        currency: 'EUR',
        products: [
          {
            product_id: '501',
            variant_id: '601',
            sku: 'TEA-SEN-100',
            name: 'Sencha',
            variant: '100 g',
            brand: 'Kettle & Leaf',
            price: 12.5,
            quantity: 2,
            position: 1,
            line_item_id: '9001',
            discount: 5,
            revenue: 20,
            currency: 'EUR',
          },
        ],
      },
    });
  });

  it('has the same messageId whatever delivery it came by', () => {
    const again = mapWebhook(
      makeWebhook({ webhookId: 'w2', receivedAt: Date.UTC(2026, 10, 22) }),
      config,
    );
    expect(again).toMatchObject({
      messages: [{ messageId: message().messageId }],
    });
  });

  it('has another messageId in another shop and for another order', () => {
    const idsOf = (outcome: WebhookOutcome) =>
      outcome.status === 'mapped'
        ? outcome.messages.map(({ messageId }) => messageId)
        : [];
    const ids = [
      ...idsOf(map()),
      ...idsOf(
        map({ id: 4502, admin_graphql_api_id: 'gid://shopify/Order/4502' }),
      ),
      ...idsOf(map({}, { shops: ['b.myshopify.com'] })),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('the person behind an order', () => {
  const identity = (changes: Json) => {
    const { userId, anonymousId, integrations, context } = message(changes);
    return {
      userId,
      anonymousId,
      integrations,
      consent: context.consent.categoryPreferences,
    };
  };

  it('is the customer and the visitor, where the visitor agreed', () => {
    expect(identity({ note_attributes: granted })).toEqual({
      userId: '77',
      anonymousId: 'visitor-1',
      integrations: undefined,
      consent: { analytics: true, marketing: false },
    });
  });

  it('is the visitor, where they agreed and there is no customer', () => {
    expect(
      identity({ note_attributes: granted, customer: null }),
    ).toMatchObject({
      userId: undefined,
      anonymousId: 'visitor-1',
    });
  });

  const restricted = {
    userId: undefined,
    anonymousId: expect.stringMatching(
      /^shopify-order-[0-9a-f]{32}$/,
    ) as string,
    integrations: { All: false },
    consent: { analytics: false, marketing: false },
  };

  it.each([
    [
      'refused',
      noteAttributes({ analytics: false, marketing: true }, 'visitor-1'),
    ],
    ['was never asked', []],
    [
      'left something unreadable',
      [{ name: '_storefront_consent', value: '{"v":1,"analytics":true}' }],
    ],
    [
      'left only an id',
      [{ name: '_storefront_anonymous_id', value: 'visitor-1' }],
    ],
    [
      'left a number instead of text',
      [{ name: '_storefront_consent', value: 1 }],
    ],
  ])('is nobody, where the visitor %s', (_, attributes) => {
    expect(identity({ note_attributes: attributes })).toEqual(restricted);
    expect(
      JSON.stringify(message({ note_attributes: attributes })),
    ).not.toMatch(/visitor-1|ada@|"77"|c1-abc|chk-1|SPRING/);
  });

  it.each([
    ['a grant', true, { source: 'mail', name: 'spring' }],
    ['a refusal', false, undefined],
  ])('has the campaign of the session after %s', (_, analytics, campaign) => {
    const { context } = message({
      note_attributes: [
        ...noteAttributes({ analytics, marketing: false }),
        {
          name: '_storefront_campaign',
          value: 'utm_source=mail&utm_campaign=spring',
        },
      ],
    });
    expect(context.campaign).toEqual(campaign);
  });

  it('stamps a category of the visitor that the service does not know of', () => {
    const attributes = noteAttributes({ analytics: false, social: true });
    expect(identity({ note_attributes: attributes }).consent).toEqual({
      analytics: false,
      marketing: false,
      social: false,
    });
  });

  it('is told by the last of two attributes of one name', () => {
    const both = [...granted, ...noteAttributes({ analytics: false })];
    expect(identity({ note_attributes: both })).toEqual(restricted);
  });
});

describe('an order', () => {
  it('is ignored when it is a test', () => {
    expect(map({ test: true })).toEqual({
      status: 'ignored',
      reason: 'test order',
    });
    expect(mapWebhook(makeWebhook({ test: true }), config)).toEqual({
      status: 'ignored',
      reason: 'test order',
    });
    expect(
      map(
        { test: true },
        { mapping: { ...config.mapping, sendTestOrders: true } },
      ).status,
    ).toBe('mapped');
  });

  it('keeps an id beyond 2^53', () => {
    const body = JSON.stringify(makeOrder()).replace(
      '"id":4501,"admin_graphql_api_id":"gid://shopify/Order/4501"',
      '"id":820982911946154500,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508"',
    );
    const outcome = mapWebhook(
      makeWebhook({ body: Buffer.from(body) }),
      config,
    );
    expect(outcome).toMatchObject({
      messages: [
        {
          body: expect.stringContaining(
            '"order_id":"820982911946154508"',
          ) as string,
        },
      ],
    });
  });

  it('of another kind of resource is a dead letter', () => {
    expect(
      map({ admin_graphql_api_id: 'gid://shopify/Product/7' }).status,
    ).toBe('dead');
  });

  it('with a hundred discount codes is cut as any text is', () => {
    const codes = Array.from({ length: 100 }, (_, index) => ({
      code: `${String(index)}${'X'.repeat(1000)}`,
    }));
    expect(
      message({ discount_codes: codes, note_attributes: granted }).properties
        .coupon,
    ).toHaveLength(1024);
  });

  it('without an id is a dead letter', () => {
    expect(map({ id: null, admin_graphql_api_id: null })).toEqual({
      status: 'dead',
      reason:
        'it is not sure that the body is an order: include_fields of the webhook must have admin_graphql_api_id',
    });
  });

  it.each([
    ['no line items', { line_items: null }],
    ['lines that are no list', { line_items: {} }],
    ['lines that are no objects', { line_items: [null, 1, 'x', []] }],
    [
      'a line with a prototype',
      { line_items: [{ ['__proto__']: { price: '1' } }] },
    ],
    ['no customer', { customer: null }],
    ['a customer that is text', { customer: 'Ada' }],
    ['no currency', { currency: null }],
    ['a currency that is none', { currency: 'eur' }],
    ['a currency of four letters', { currency: 'EURO' }],
    ['no times', { created_at: null, processed_at: 'yesterday' }],
    ['attributes that are no list', { note_attributes: 'x' }],
    [
      'attributes named like the language',
      {
        note_attributes: [
          { name: '__proto__', value: 'x' },
          { name: 'constructor', value: 'y' },
        ],
      },
    ],
    [
      'prices that are none',
      {
        total_price: 'abc',
        subtotal_price: '',
        total_tax: null,
        total_discounts: 'NaN',
      },
    ],
    ['a price without end', { total_price: '9'.repeat(4_000_000) }],
    [
      'markup in its names',
      { name: "<script>{{7*7}}${process.env}</script>'; DROP TABLE orders" },
    ],
  ])('with %s still arrives, as the plan has it', (_, changes) => {
    const { properties, timestamp } = message(changes);
    expect(outgoing(changes).blocked).toBeUndefined();
    expect(Date.parse(timestamp)).not.toBeNaN();
    expect(JSON.stringify(properties)).not.toMatch(/null|NaN|Infinity/);
  });

  it('with 200,000 unknown keys still arrives', () => {
    const many = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, i) => [`k${String(i)}`, i]),
    );
    expect(message(many).properties.order_id).toBe('4501');
  });

  it.each([
    ['5,000 lines', 5000, 'Sencha'],
    ['texts of a megabyte', 40, 'S'.repeat(1_000_000)],
  ])(
    'with %s is cut to what Segment accepts, and says so',
    (_, count, title) => {
      const lines = Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        title,
        price: '1.00',
        quantity: 1,
      }));
      const cut = message({ line_items: lines });
      expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(
        MAX_MESSAGE_BYTES,
      );
      const { products, products_omitted: omitted = 0 } = cut.properties;
      expect(products.length + omitted).toBe(count);
      expect(products.length).toBeGreaterThan(20);
      expect(omitted > 0).toBe(count > 40);
    },
  );
});

describe('what the plan misses', () => {
  it('is nothing in a sound order', () => {
    expect(outgoing({ note_attributes: granted }).flags).toEqual([]);
  });

  it('is flagged, and the order arrives', () => {
    const { flags, blocked } = outgoing({
      total_price: 'abc',
      line_items: [{ id: 1, title: 'Tea', price: '1.00', quantity: 1 }],
    });
    expect(flags).toEqual([
      expect.stringContaining(
        'properties.total should be a number, but is missing',
      ) as string,
      expect.stringContaining(
        'properties.products[0].product_id should be a string, but is missing',
      ) as string,
      expect.stringContaining(
        'properties.products[0].sku should be a string, but is missing',
      ) as string,
    ]);
    expect(blocked).toBeUndefined();
  });
});

describe('a webhook', () => {
  it.each([
    'orders/create ',
    'ORDERS/CREATE',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'foo/bar',
  ])('of the topic %p is ignored', (topic) => {
    expect(mapWebhook(makeWebhook({ topic }), config)).toEqual({
      status: 'ignored',
      reason: 'no mapping for this topic',
    });
  });

  it.each([
    ['', 'empty body'],
    ['not json', 'not JSON'],
    ['null', 'not a JSON object'],
  ])('with the body %p is a dead letter', (body, reason) => {
    expect(
      mapWebhook(makeWebhook({ body: Buffer.from(body) }), config),
    ).toEqual({ status: 'dead', reason });
  });
});
