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
import type { SegmentMessage } from '../message.ts';
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
import { aboutCustomer, identify } from './about-customer.ts';
import { customerTraits } from './traits.ts';

/** A topic that a state must bear out. */
const STATES: Readonly<Record<string, string>> = {
  'customers/enable': 'enabled',
  'customers/disable': 'disabled',
};

export const customerUpdated = aboutCustomer((input, customerId) => {
  const { payload, topic, receivedAt } = input;
  if (topic === 'customers/purchasing_summary')
    return purchasingSummary(input, customerId);
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
export function customerMerged(input: MapInput): MapResult {
  const { payload, settings, about, merged } = input;
  const deletedId = mergedIdOf(payload);
  if (about.customerId === undefined || deletedId === undefined)
    return dead('the merge does not name both customers');
  if (!/^complete/i.test(String(payload['status'])))
    return ignored('the merge does not say that it is complete');
  if (settings.userId !== 'customer-id')
    return ignored('userId is not the customer’s id');
  // Also once it was told of: then the ledger has both as one, and what each of them agreed to is known no more.
  if (!merged?.told)
    return ignored('nothing is known of the customer who was deleted');
  if (!wholeOf(input.permission)) return withheld(input);
  const { messageId, timestamp, context } = envelope(input, {
    event: 'Customer Merged',
    resourceId: about.customerId,
    discriminator: deletedId,
    timestamp: undefined,
  });
  return mapped({
    type: 'alias',
    messageId,
    timestamp,
    context,
    previousId: deletedId,
    userId: about.customerId,
  });
}

/** The customer who became a part of another. */
export function mergedIdOf(payload: Json): string | undefined {
  return idOfGid(payload['admin_graphql_api_customer_deleted_id'], 'Customer');
}

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
