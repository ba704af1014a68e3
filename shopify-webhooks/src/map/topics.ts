import { aboutIds, aboutOrder, type About } from '../about.ts';
import {
  isObject,
  numericId,
  resourceId,
  text,
  type Json,
} from '../shopify/payload.ts';
import { customerIdOf } from './customers.ts';
import * as subscription from './subscriptions.ts';

/** What Shopify tells of under a topic. */
export interface Topic {
  /** What the payload is about. */
  readonly about: (payload: Json, topic: string, receivedAt: number) => About;
  /** What must be known before it can be told of, because the payload does not say it. */
  readonly needs?: 'order' | 'customer';
  /** True for payloads that are whole orders. */
  readonly isOrder?: true;
  /** Its consent is remembered, also where no event is made of it. */
  readonly remembers?: true;
}

const order: Topic = {
  about: (payload, _, receivedAt) =>
    aboutOrder(
      payload,
      resourceId(payload, 'Order'),
      payload['checkout_token'],
      receivedAt,
    ),
  isOrder: true,
  remembers: true,
};

const checkout: Topic = {
  about: (payload, _, receivedAt) =>
    aboutOrder(payload, undefined, text(payload['token']), receivedAt),
  remembers: true,
};

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
    'merge',
    'purchasing_summary',
  ]),
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
