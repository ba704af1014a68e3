import { addresses } from './addresses.ts';
import { messagesOf, namesOf } from './messages-of.ts';
import type { Message } from './segment.ts';

/** What a visitor's events are expected to be: the name or type, the page it is told of, and every property. */
export interface Told {
  readonly is: string;
  readonly on: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const ID = /^[\w-]{16,}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Both categories, as each message must carry them. */
export const GRANTED = {
  categoryPreferences: { analytics: true, marketing: true },
};

/**
 * Compares all that arrived of somebody at the front-end source, in order. Ids and times are held against a pattern; what
 * depends on how long something was on screen is left out (`namesOf`).
 */
export async function expectTold(
  anonymousId: string | undefined,
  expected: readonly Told[],
  consent: object = GRANTED,
): Promise<void> {
  const messages = (await messagesOf(anonymousId)).filter(
    (message) => namesOf([message]).length > 0,
  );
  expect(messages.map(told)).toEqual(expected);
  for (const { messageId, timestamp, context, rejected } of messages) {
    expect(messageId).toMatch(ID);
    expect(timestamp).toMatch(TIME);
    expect(context.consent).toEqual(consent);
    expect(rejected).toBeUndefined();
  }
  const ids = messages.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
  const times = messages.map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort());
}

const told = ({ event, type, context, properties }: Message): Told => ({
  is: event ?? type,
  on: context.page?.['path'] ?? '',
  properties,
});

/** A page view, as the plugin describes it. */
export function pageView(
  path: string,
  title: string,
  referrer: string,
  more: Readonly<Record<string, unknown>> = {},
): Told {
  return {
    is: 'page',
    on: path,
    properties: {
      path,
      title,
      referrer,
      search: '',
      url: addresses.site + path,
      ...more,
    },
  };
}

export const PREFERENCE = 'Segment Consent Preference Updated';

/** The choice itself, which carries nothing but what is in its context. */
export const preference = (on: string): Told => ({
  is: PREFERENCE,
  on,
  properties: {},
});

/** Sencha in its first size, as every event says it. */
export const sencha = {
  product_id: '820982911946154501',
  variant_id: '41982911946154501',
  sku: 'TEA-SEN-100',
  name: 'Sencha',
  variant: '100 g',
  brand: 'Kettle & Leaf',
  category: 'Green tea',
  price: 12.5,
  quantity: 1,
  url: `${addresses.site}/products/sencha/`,
  image_url: `${addresses.shopify}/images/sencha.svg`,
  option_values: ['100 g'],
  slug: 'sencha',
};

/** The token of a cart: no test knows it before. */
export const aToken = expect.stringMatching(/^[\w-]{10,}$/) as string;

/** The events from a product's page into the cart and out to the checkout. */
export const purchase = {
  viewed: {
    is: 'Product Viewed',
    on: '/products/sencha/',
    properties: { ...sencha, currency: 'EUR' },
  },
  added: {
    is: 'Product Added',
    on: '/products/sencha/',
    properties: {
      ...sencha,
      cart_id: aToken,
      currency: 'EUR',
      value: 12.5,
      total: 12.5,
      products: [sencha],
    },
  },
  cartViewed: {
    is: 'Cart Viewed',
    on: '/cart/',
    properties: {
      cart_id: aToken,
      currency: 'EUR',
      value: 12.5,
      products: [{ ...sencha, position: 1 }],
    },
  },
  checkoutStarted: {
    is: 'Checkout Started',
    on: '/cart/',
    properties: {
      cart_id: aToken,
      currency: 'EUR',
      value: 12.5,
      products: [{ ...sencha, position: 1 }],
    },
  },
} as const satisfies Record<string, Told>;
