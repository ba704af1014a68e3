/** Who a message is about, and which of it a shop can leave out. */
import type { MapSettings } from '../map-settings.ts';
import type { Json } from '../shopify/payload.ts';
import { noteAttributes } from '../testing/consent.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { mapWebhook } from '../testing/map-webhook.ts';
import { makeOrder } from '../testing/order.ts';
import { makeWebhook } from '../testing/webhook.ts';

const consent = noteAttributes({ analytics: true, marketing: true });

interface Sent {
  readonly type: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly context: Json;
  readonly properties?: Json;
  readonly traits?: Json;
}

function map(changes: Json, settings: Partial<MapSettings> = {}) {
  const order = makeOrder({ note_attributes: consent, ...changes });
  return mapWebhook(makeWebhook({ body: Buffer.from(JSON.stringify(order)) }), {
    ...MAP_CONFIG,
    mapping: { ...MAP_CONFIG.mapping, ...settings },
  });
}

function messages(changes: Json, settings?: Partial<MapSettings>): Sent[] {
  const outcome = map(changes, settings);
  if (outcome.status !== 'mapped') throw new Error(outcome.reason);
  return outcome.messages.map(({ body }) => JSON.parse(body) as Sent);
}

it.each([
  '_storefront_anonymous_id',
  '_cdpAnonymousId',
  '_segment-clientID',
  'segment-clientID',
  'rudderAnonymousId',
])('the anonymous id is read from the attribute %s', (name) => {
  const ids = messages({
    note_attributes: [...consent, { name, value: 'visitor-9' }],
  }).map(({ anonymousId }) => anonymousId);
  expect(ids).toEqual(['visitor-9', 'visitor-9']);
});

it('ours counts before those of others', () => {
  const [first] = messages({
    note_attributes: [
      ...consent,
      { name: '_cdpAnonymousId', value: 'theirs' },
      { name: '_storefront_anonymous_id', value: 'ours' },
    ],
  });
  expect(first?.anonymousId).toBe('ours');
});

it('another’s id is no consent', () => {
  const [first] = messages({
    note_attributes: [{ name: '_cdpAnonymousId', value: 'theirs' }],
  });
  expect(JSON.stringify(first)).not.toContain('theirs');
});

it.each([
  ['customer-id', '77'],
  // SHA-256 of ada@example.com.
  [
    'email-hash',
    'b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72',
  ],
] as const)('userId by the rule %s', (userId, expected) => {
  const customer = { id: 77, email: ' Ada@Example.com' };
  expect(
    messages({ customer }, { userId }).map((message) => message.userId),
  ).toEqual([expected, expected]);
});

it('without a userId there is no identify, and the visitor is still named', () => {
  const sent = messages(
    { note_attributes: noteAttributes({ analytics: true }, 'visitor-1') },
    { userId: 'none' },
  );
  expect(sent).toMatchObject([{ type: 'track', anonymousId: 'visitor-1' }]);
  expect(sent[0]).not.toHaveProperty('userId');
});

it('a guest without any id has one that stays the same, and is never the order’s', () => {
  const [one] = messages({ customer: null });
  const [two] = messages({ customer: null });
  expect(one?.anonymousId).toMatch(/^shopify-order-[0-9a-f]{32}$/);
  expect(two?.anonymousId).toBe(one?.anonymousId);
  expect(one).not.toHaveProperty('userId');
});

it('an identify has both spellings, and joins the visitor to the customer', () => {
  const [identify] = messages({
    note_attributes: noteAttributes({ analytics: true }, 'visitor-1'),
    customer: {
      id: 77,
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      default_address: { city: 'Bern', zip: '3000' },
    },
  });
  expect(identify).toMatchObject({
    type: 'identify',
    userId: '77',
    anonymousId: 'visitor-1',
    traits: {
      email: 'ada@example.com',
      firstName: 'Ada',
      first_name: 'Ada',
      lastName: 'Lovelace',
      last_name: 'Lovelace',
      address: { city: 'Bern', postalCode: '3000', postal_code: '3000' },
    },
  });
});

it('a guest is known by the address they gave', () => {
  const [order] = messages({
    customer: null,
    email: 'guest@example.com',
    billing_address: { first_name: 'Grace', city: 'Bern' },
  });
  expect(order?.context).toMatchObject({
    traits: { email: 'guest@example.com', firstName: 'Grace' },
  });
});

const person = {
  email: 'ada@example.com',
  customer: {
    id: 77,
    email: 'ada@example.com',
    phone: '+41310000000',
    first_name: 'Ada',
    last_name: 'Lovelace',
  },
  shipping_address: {
    first_name: 'Ada',
    address1: 'Gasse 1',
    city: 'Bern',
    zip: '3000',
    province: 'BE',
    country: 'Switzerland',
    country_code: 'CH',
  },
  browser_ip: '203.0.113.7',
  client_details: { user_agent: 'Mozilla/5.0' },
};

it.each([
  ['email', /ada@/],
  ['phone', /\+4131/],
  ['name', /Ada|Lovelace/],
  ['address', /Gasse|Bern|3000|Switzerland|"CH"/],
  ['ip', /203\.0\.113/],
  ['user_agent', /Mozilla/],
] as const)('%s can be left out, wherever it stands', (field, pattern) => {
  expect(JSON.stringify(messages(person))).toMatch(pattern);
  const without = messages(person, { leaveOut: [field] });
  expect(JSON.stringify(without)).not.toMatch(pattern);
  expect(JSON.stringify(without)).toContain('Sencha');
});

describe('what kind of order it is', () => {
  it.each([
    ['is_draft', { source_name: 'shopify_draft_order' }],
    ['is_pos', { source_name: 'pos' }],
    ['is_imported', { processed_at: '2026-11-01T10:00:00Z' }],
    ['is_b2b', { company: { id: 1, location_id: 2 } }],
    ['is_recurring', { source_name: 'subscription_contract_checkout_one' }],
    ['is_recurring', { tags: 'Subscription, Subscription Recurring Order' }],
  ])('%s', (flag, changes) => {
    const order = messages(changes).at(-1);
    expect(order?.properties?.[flag]).toBe(true);
    expect(messages({}).at(-1)?.properties).not.toHaveProperty(flag);
  });

  it.each([
    ['source', 'pos', { source_name: 'pos' }],
    ['tag', 'wholesale', { tags: 'VIP, Wholesale' }],
    ['channel', 'point of sale', { app_id: 129785 }],
    ['channel', '4242', { app_id: 4242 }],
    ['kind', 'recurring', { source_name: 'subscription_contract' }],
  ] as const)('%s:%s can be ignored', (by, value, changes) => {
    const settings = { ignoreOrders: [{ by, value }] };
    expect(map(changes, settings)).toEqual({
      status: 'ignored',
      reason: `IGNORE_ORDERS has ${by}:${value}`,
    });
    expect(map({}, settings).status).toBe('mapped');
  });

  it.each([
    [0, true],
    [1, undefined],
    [2, false],
    [undefined, undefined],
  ])('a customer with %p orders: first %p', (orders_count, first) => {
    const order = messages({ customer: { id: 77, orders_count } }).at(-1);
    expect(order?.properties?.['is_first_order']).toBe(first);
    expect(order?.properties?.['repeat']).toBe(
      first === undefined ? undefined : !first,
    );
  });
});

it('coupons are named whatever they are, for the order and for its lines', () => {
  const order = messages({
    discount_codes: [{ code: 'SPRING' }, { code: 'FREESHIP' }],
    discount_applications: [
      { type: 'discount_code', code: 'SPRING' },
      { type: 'automatic', title: 'Three for two' },
      { type: 'script', title: 'VIP' },
    ],
    line_items: [
      {
        id: 1,
        product_id: 1,
        price: '10.00',
        quantity: 1,
        title: 'Sencha',
        discount_allocations: [
          { amount: '1.00', discount_application_index: 1 },
          { amount: '1.00', discount_application_index: 2 },
          { amount: '1.00', discount_application_index: 99 },
        ],
      },
    ],
  }).at(-1);
  expect(order?.properties).toMatchObject({
    coupon: 'SPRING,FREESHIP,Three for two,VIP',
    products: [{ coupon: 'Three for two,VIP' }],
  });
});
