import { PRESET_MAP_SETTINGS } from '../../../shopify-webhooks/src/map-settings.ts';
import type { MapConfig } from '../../../shopify-webhooks/src/map/mapping.ts';
import type { Known, Subject } from '../../../shopify-webhooks/src/ledger.ts';
import { customerSubject } from '../../../shopify-webhooks/src/ledger.ts';
import { MAP_CONFIG } from '../../../shopify-webhooks/src/testing/config.ts';
import { noteAttributes } from '../../../shopify-webhooks/src/testing/consent.ts';
import {
  mapWebhook,
  NOTHING,
} from '../../../shopify-webhooks/src/testing/map-webhook.ts';
import { makeOrder } from '../../../shopify-webhooks/src/testing/order.ts';
import { makeWebhook } from '../../../shopify-webhooks/src/testing/webhook.ts';

export type Answers = Readonly<Record<string, boolean>>;

/** A message as Segment gets it from the service, and hands it to a destination. */
export interface Message {
  readonly type: 'track' | 'identify' | 'alias';
  readonly event?: string;
  readonly messageId: string;
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly integrations?: Readonly<Record<string, unknown>>;
}

export const EVERYTHING: Answers = { analytics: true, marketing: true };

/** Two lines for 398 and 199, of a customer in Bern: a real browser's order. */
export const ORDER = makeOrder({
  email: 'ada@example.com',
  subtotal_price: '597.00',
  total_price: '642.00',
  total_tax: '40.10',
  tax_lines: [{ price: '40.10', rate: 0.067, title: 'VAT' }],
  total_discounts: '0.00',
  discount_codes: [],
  browser_ip: '203.0.113.7',
  client_details: {
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  },
  customer: {
    id: 77,
    admin_graphql_api_id: 'gid://shopify/Customer/77',
    email: 'ada@example.com',
    first_name: 'Ada',
    last_name: 'Lovelace',
    phone: '+41446681800',
  },
  shipping_address: {
    first_name: 'Ada',
    last_name: 'Lovelace',
    address1: 'Kramgasse 49',
    city: 'Bern',
    province: 'Bern',
    zip: '3011',
    country: 'Switzerland',
    country_code: 'CH',
  },
  line_items: [
    {
      id: 9001,
      product_id: 501,
      variant_id: 601,
      sku: 'TEA-POT-1',
      title: 'Tetsubin',
      variant_title: 'Black',
      vendor: 'Kettle & Leaf',
      price: '199.00',
      quantity: 2,
      discount_allocations: [],
    },
    {
      id: 9002,
      product_id: 502,
      variant_id: 602,
      sku: 'TEA-CUP-1',
      title: 'Cup',
      variant_title: 'White',
      vendor: 'Kettle & Leaf',
      price: '199.00',
      quantity: 1,
      discount_allocations: [],
    },
  ],
});

/** What is sent of an order. */
export function orderMessages(
  answers: Answers,
  changes: object = {},
  topic = 'orders/create',
): readonly Message[] {
  return messagesOf(topic, {
    ...ORDER,
    note_attributes: noteAttributes(
      answers,
      answers['analytics'] === true ? 'visitor-1' : undefined,
    ),
    ...changes,
  });
}

/** What is sent of a customer who answered this on an order before. */
export function customerMessages(
  answers: Answers,
  changes: object,
  config: Partial<MapConfig['mapping']> = {},
): readonly Message[] {
  const known: Known = {
    answers: { categories: answers, gpc: false, at: Date.UTC(2026, 10, 1) },
  };
  return messagesOf(
    'customers/update',
    {
      id: 77,
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone: '+41446681800',
      created_at: '2026-11-01T10:00:00Z',
      updated_at: '2026-11-21T10:00:00Z',
      email_marketing_consent: { state: 'subscribed' },
      default_address: {
        address1: 'Kramgasse 49',
        city: 'Bern',
        zip: '3011',
        country: 'Switzerland',
      },
      ...changes,
    },
    config,
    new Map([[customerSubject('77'), known]]),
  );
}

function messagesOf(
  topic: string,
  payload: object,
  mapping: Partial<MapConfig['mapping']> = {},
  known: ReadonlyMap<Subject, Known> = new Map(),
): readonly Message[] {
  const outcome = mapWebhook(
    makeWebhook({ topic, body: Buffer.from(JSON.stringify(payload)) }),
    { ...MAP_CONFIG, mapping: { ...PRESET_MAP_SETTINGS, ...mapping } },
    { ...NOTHING, known },
  );
  if (outcome.status !== 'mapped') return [];
  return outcome.messages.map(({ body }) => JSON.parse(body) as Message);
}

/** The message of this name. */
export function named(messages: readonly Message[], name: string): Message {
  const found = messages.find(({ event, type }) => (event ?? type) === name);
  if (!found) throw new Error(`${name} is not among them`);
  return found;
}
