import { aboutIds, aboutOrder, type About } from '../about.ts';
import {
  idOfGid,
  isObject,
  numericId,
  resourceId,
  text,
  type Json,
} from '../shopify/payload.ts';
import { customerIdOf, mergedIdOf } from './customers.ts';
import * as subscription from './subscriptions.ts';

/** What Shopify tells of under a topic. */
export interface Topic {
  /** What the payload is about. */
  readonly about: (payload: Json, topic: string, receivedAt: number) => About;
  /** Why the payload is not what the topic says, which is not signed; undefined if it is. */
  readonly refuses?: (payload: Json) => string | undefined;
  /** What must be known before it can be told of, because the payload does not say it. */
  readonly needs?: 'order' | 'customer';
  /** IGNORE_ORDERS is asked, and whether it is a test order. */
  readonly isFiltered?: true;
  /** What it says is remembered, also where no event is made of it. */
  readonly remembers?: true;
}

const order: Topic = {
  about: (payload, _, receivedAt) =>
    aboutOrder(
      payload,
      orderIdOf(payload),
      payload['checkout_token'],
      receivedAt,
    ),
  // A checkout has a numeric id too.
  refuses: (payload) => {
    if (orderIdOf(payload) !== undefined) return undefined;
    return text(payload['admin_graphql_api_id']) === undefined
      ? 'it is not sure that the body is an order: include_fields of the webhook must have admin_graphql_api_id'
      : 'the body is no order: its admin_graphql_api_id is not one’s';
  },
  isFiltered: true,
  remembers: true,
};

const checkout: Topic = {
  about: (payload, _, receivedAt) =>
    aboutOrder(payload, undefined, text(payload['token']), receivedAt),
  refuses: (payload) =>
    orderIdOf(payload) !== undefined || 'order_status_url' in payload
      ? 'the body is an order, not a checkout'
      : undefined,
  isFiltered: true,
  remembers: true,
};

function orderIdOf(payload: Json): string | undefined {
  return idOfGid(payload['admin_graphql_api_id'], 'Order');
}

const ofOrder = (orderId: (payload: Json) => string | undefined): Topic => ({
  about: (payload, _, receivedAt) =>
    aboutIds({ orderId: orderId(payload) }, receivedAt),
  needs: 'order',
});

const partOfOrder = ofOrder((payload) => numericId(payload['order_id']));

const customer: Topic = {
  about: (payload, topic, receivedAt) =>
    aboutIds({ customerId: customerIdOf(topic, payload) }, receivedAt),
  needs: 'customer',
};

// It waits for nobody: what the one has denied counts for the other from now on.
const merge: Topic = {
  about: (payload, topic, receivedAt) =>
    aboutIds(
      {
        customerId: customerIdOf(topic, payload),
        mergedId: mergedIdOf(payload),
      },
      receivedAt,
    ),
  remembers: true,
};

const contract: Topic = {
  about: (payload, _, receivedAt) =>
    aboutIds(
      {
        orderId: subscription.orderIdOf(payload),
        customerId: subscription.customerIdOf(payload),
        contractId: subscription.contractIdOf(payload),
      },
      receivedAt,
    ),
  needs: 'customer',
};

/** Every topic that is understood. A Map, because a topic comes from an unsigned header and could be "constructor". */
export const TOPICS: ReadonlyMap<string, Topic> = new Map([
  ...topics('orders', order, [
    'create',
    'paid',
    'updated',
    'cancelled',
    'fulfilled',
    'partially_fulfilled',
  ]),
  ['orders/edited', ofOrder(editedOrderId)],
  ['orders/delete', ofOrder((payload) => resourceId(payload, 'Order'))],
  ['refunds/create', partOfOrder],
  ...topics('fulfillments', partOfOrder, ['create', 'update']),
  ...topics('checkouts', checkout, ['create', 'update']),
  ...topics('customers', customer, [
    'create',
    'update',
    'enable',
    'disable',
    'delete',
    'purchasing_summary',
  ]),
  ['customers/merge', merge],
  ['customers_email_marketing_consent/update', customer],
  ['customers_marketing_consent/update', customer],
  ['customers_whats_app_marketing_consent/update', customer],
  ...topics('subscription_contracts', contract, [
    'create',
    'update',
    'activate',
    'pause',
    'cancel',
    'expire',
    'fail',
  ]),
  ...topics('subscription_billing_attempts', contract, [
    'success',
    'failure',
    'challenged',
  ]),
]);

function topics(
  group: string,
  topic: Topic,
  names: readonly string[],
): [string, Topic][] {
  return names.map((name) => [`${group}/${name}`, topic]);
}

function editedOrderId(payload: Json): string | undefined {
  const edit = payload['order_edit'];
  return isObject(edit) ? numericId(edit['order_id']) : undefined;
}
