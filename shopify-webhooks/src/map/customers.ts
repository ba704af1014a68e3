/** @see https://segment.com/docs/connections/spec/identify/ */
import { defined } from '../defined.ts';
import { money } from '../shopify/money-of.ts';
import {
  currencyCode,
  idOfGid,
  isObject,
  resourceId,
  text,
  time,
  type Json,
} from '../shopify/payload.ts';
import type { SegmentMessage, Traits } from '../message.ts';
import { envelope } from './envelope.ts';
import {
  dead,
  ignored,
  mapped,
  wholeOf,
  withheld,
  type MapInput,
  type MapResult,
} from './mapping.ts';
import { customerTraits } from './traits.ts';

type AboutCustomer = (
  input: MapInput,
  customerId: string,
) => MapResult | SegmentMessage;

/** Everything about a customer names them: it is sent only where they may be named. */
function aboutCustomer(map: AboutCustomer) {
  return (input: MapInput): MapResult => {
    const { customerId } = input.about;
    if (customerId === undefined) return dead('the customer has no id');
    if (!wholeOf(input.permission)) return withheld(input);
    const result = map(input, customerId);
    return 'status' in result ? result : mapped(result);
  };
}

/** A topic that a state must bear out. */
const STATES: Readonly<Record<string, string>> = {
  'customers/enable': 'enabled',
  'customers/disable': 'disabled',
};

export const customerUpdated = aboutCustomer((input, customerId) => {
  const { payload, topic, receivedAt } = input;
  if (topic === 'customers/purchasing_summary')
    return purchasingSummary(input, customerId);
  const channel = CHANNELS[topic];
  if (channel) return consentTraits(input, customerId, channel);
  const state = STATES[topic];
  if (state !== undefined && payload['state'] !== state)
    return ignored(`the customer does not say that they are ${state}`);
  const updatedAt = time(payload['updated_at'], receivedAt);
  return identify(input, customerId, {
    timestamp: updatedAt,
    discriminator: updatedAt,
    traits: customerTraits(payload, time(payload['created_at'], receivedAt)),
  });
});

function identify(
  input: MapInput,
  customerId: string,
  {
    timestamp,
    discriminator,
    traits,
  }: {
    readonly timestamp: string | undefined;
    readonly discriminator: string | undefined;
    readonly traits: Traits;
  },
): SegmentMessage {
  return {
    type: 'identify',
    ...envelope(input, {
      event: 'Customer Updated',
      resourceId: customerId,
      discriminator,
      timestamp,
      standIn: { resource: 'customer', id: customerId },
    }),
    traits,
  };
}

function purchasingSummary(
  input: MapInput,
  customerId: string,
): MapResult | SegmentMessage {
  const { payload, receivedAt } = input;
  const spent = isObject(payload['amountSpent']) ? payload['amountSpent'] : {};
  const { read, decimal, currency } = money(
    'shop',
    currencyCode(spent['currencyCode']),
  );
  const count = payload['numberOfOrders'];
  const occurredAt = time(payload['occurredAt'], receivedAt);
  return identify(input, customerId, {
    timestamp: occurredAt,
    discriminator: `purchases ${String(occurredAt ?? count)}`,
    traits: defined({
      order_count:
        typeof count === 'number' && Number.isSafeInteger(count)
          ? count
          : undefined,
      lifetime_value: decimal(read(spent, 'amount')),
      currency,
    }),
  });
}

interface Channel {
  readonly name: 'email' | 'sms' | 'whatsapp';
  /** Where the topic has the consent. */
  readonly field: string;
  readonly trait:
    | 'email_marketing_consent'
    | 'sms_marketing_consent'
    | 'whatsapp_marketing_consent';
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  'customers_email_marketing_consent/update': {
    name: 'email',
    field: 'email_marketing_consent',
    trait: 'email_marketing_consent',
  },
  'customers_marketing_consent/update': {
    name: 'sms',
    field: 'sms_marketing_consent',
    trait: 'sms_marketing_consent',
  },
  'customers_whats_app_marketing_consent/update': {
    name: 'whatsapp',
    field: 'whats_app_marketing_consent',
    trait: 'whatsapp_marketing_consent',
  },
};

/** What such a topic says; the channels name their fields differently. */
function marketingConsent(
  { payload, receivedAt }: MapInput,
  { field }: Channel,
) {
  const value = payload[field];
  const consent: Json = isObject(value) ? value : {};
  return {
    state: text(consent['state']),
    level: text(consent['opt_in_level']),
    updatedAt:
      time(consent['consent_updated_at'], receivedAt) ??
      time(consent['updated_at'], receivedAt),
    from:
      text(consent['consent_collected_from']) ??
      text(consent['collected_from']),
  };
}

function consentTraits(
  input: MapInput,
  customerId: string,
  channel: Channel,
): MapResult | SegmentMessage {
  const { payload } = input;
  const { state, updatedAt } = marketingConsent(input, channel);
  if (state === undefined) return ignored('no state of a marketing consent');
  return identify(input, customerId, {
    timestamp: updatedAt,
    discriminator: `${channel.name} ${state} ${updatedAt ?? ''}`,
    traits: defined({
      email: text(payload['email_address']),
      phone: text(payload['phone']) ?? text(payload['phone_number']),
      [channel.trait]: state,
    }),
  });
}

export const marketingConsentUpdated = aboutCustomer((input, customerId) => {
  const channel = CHANNELS[input.topic];
  const { state, level, updatedAt, from } = channel
    ? marketingConsent(input, channel)
    : {};
  if (channel === undefined || state === undefined)
    return ignored('no state of a marketing consent');
  return {
    type: 'track',
    event: 'Marketing Consent Updated',
    ...envelope(input, {
      event: 'Marketing Consent Updated',
      resourceId: customerId,
      discriminator: `${channel.name} ${state} ${updatedAt ?? ''}`,
      timestamp: updatedAt,
      standIn: { resource: 'customer', id: customerId },
    }),
    properties: defined({
      customer_id: customerId,
      channel: channel.name,
      state,
      opt_in_level: level,
      consent_updated_at: updatedAt,
      consent_collected_from: from,
    }),
  };
});

/** Once a customer: when Shopify first knows them, or when their account is enabled. */
export const accountCreated = aboutCustomer((input, customerId) => {
  const { payload, topic, receivedAt } = input;
  if (topic === 'customers/enable' && payload['state'] !== 'enabled')
    return ignored('the customer does not say that they are enabled');
  const createdAt = time(payload['created_at'], receivedAt);
  return {
    type: 'track',
    event: 'Account Created',
    ...envelope(input, {
      event: 'Account Created',
      resourceId: customerId,
      timestamp: createdAt,
      standIn: { resource: 'customer', id: customerId },
    }),
    properties: defined({
      customer_id: customerId,
      email: text(payload['email']),
      state: text(payload['state']),
      created_at: createdAt,
    }),
  };
});

export const customerDeleted = aboutCustomer((input, customerId) => {
  const { payload } = input;
  if ('state' in payload || 'created_at' in payload)
    return ignored('the body is a customer, not a deletion');
  return {
    type: 'track',
    event: 'Customer Deleted',
    ...envelope(input, {
      event: 'Customer Deleted',
      resourceId: customerId,
      timestamp: undefined,
      standIn: { resource: 'customer', id: customerId },
    }),
    properties: { customer_id: customerId },
  };
});

/** Two customers become one: what was told of the deleted one belongs to the one that is kept. */
export const customerMerged = aboutCustomer((input, keptId) => {
  const { payload, settings } = input;
  const deletedId = idOfGid(
    payload['admin_graphql_api_customer_deleted_id'],
    'Customer',
  );
  if (!/^complete/i.test(String(payload['status'])))
    return ignored('the merge does not say that it is complete');
  if (deletedId === undefined)
    return dead('the merge names no deleted customer');
  if (settings.userId !== 'customer-id')
    return ignored('userId is not the customer’s id');
  const { messageId, timestamp, context } = envelope(input, {
    event: 'Customer Merged',
    resourceId: keptId,
    discriminator: deletedId,
    timestamp: undefined,
  });
  return {
    type: 'alias',
    messageId,
    timestamp,
    context,
    previousId: deletedId,
    userId: keptId,
  };
});

/** The customer that a topic of customers is about. */
export function customerIdOf(topic: string, payload: Json): string | undefined {
  switch (topic) {
    case 'customers/merge':
      return idOfGid(payload['admin_graphql_api_customer_kept_id'], 'Customer');
    case 'customers/purchasing_summary':
      return idOfGid(payload['customerId'], 'Customer');
    default:
      return resourceId(
        'customer_id' in payload ? { id: payload['customer_id'] } : payload,
        'Customer',
      );
  }
}
