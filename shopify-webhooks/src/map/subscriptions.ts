/** @see https://shopify.dev/docs/api/webhooks/latest#list-of-topics-subscription_contracts/create */
import { defined } from '../defined.ts';
import {
  currencyCode,
  idOfGid,
  isObject,
  numericId,
  resourceId,
  text,
  time,
  type Json,
} from '../shopify/payload.ts';
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

type ContractEvent =
  | 'Subscription Created'
  | 'Subscription Updated'
  | 'Subscription Paused'
  | 'Subscription Resumed'
  | 'Subscription Cancelled'
  | 'Subscription Expired'
  | 'Subscription Failed';

/** The states that bear an event out; any other event can be true of any state. */
const STATES: Partial<Readonly<Record<ContractEvent, readonly string[]>>> = {
  'Subscription Paused': ['paused'],
  'Subscription Resumed': ['active'],
  'Subscription Cancelled': ['cancelled', 'canceled'],
  'Subscription Expired': ['expired'],
  'Subscription Failed': ['failed'],
};

/** Something happened to a contract: the same facts from Shopify's webhook and from Shopify Flow. */
export function contractEvent(event: ContractEvent) {
  return (input: MapInput): MapResult => {
    const { payload, about, receivedAt } = input;
    const contractId = contractIdOf(payload);
    if (contractId === undefined) return dead('the subscription has no id');
    const state = text(payload['status'])?.toLowerCase();
    const states = STATES[event];
    if (states && !states.includes(state ?? ''))
      return ignored(
        `the subscription does not say that it is ${states[0] ?? ''}`,
      );
    if (!wholeOf(input.permission)) return withheld(input);
    const policy = isObject(payload['billing_policy'])
      ? payload['billing_policy']
      : {};
    const count = policy['interval_count'];
    return mapped({
      type: 'track',
      event,
      ...envelope(input, {
        event,
        resourceId: contractId,
        // A contract begins once, and can be paused and cancelled more than once.
        discriminator:
          event === 'Subscription Created'
            ? undefined
            : (text(payload['revision_id']) ?? text(payload['updated_at'])),
        timestamp:
          time(payload['updated_at'], receivedAt) ??
          time(payload['created_at'], receivedAt),
        standIn: { resource: 'subscription', id: contractId },
      }),
      properties: defined({
        subscription_id: contractId,
        state,
        order_id: about.orderId,
        currency: currencyCode(payload['currency_code']),
        interval_length:
          typeof count === 'number' && Number.isSafeInteger(count)
            ? count
            : undefined,
        interval_units: text(policy['interval'])?.toLowerCase(),
        actionable_date: time(
          payload['next_billing_date'],
          // It lies ahead.
          Number.MAX_SAFE_INTEGER,
        ),
      }),
    });
  };
}

type BillingEvent =
  | 'Subscription Auto-Renewed'
  | 'Subscription Payment Failed'
  | 'Subscription Payment Challenged';

/** A contract was billed, or could not be. */
export function billingEvent(event: BillingEvent) {
  return (input: MapInput): MapResult => {
    const { payload, about, receivedAt } = input;
    const contractId = contractIdOf(payload);
    const attemptId =
      resourceId(payload, 'SubscriptionBillingAttempt') ??
      text(payload['idempotency_key']);
    if (contractId === undefined || attemptId === undefined)
      return dead('the billing attempt has no id, or no subscription');
    const hasFailed = text(payload['error_code']) !== undefined;
    if (event === 'Subscription Auto-Renewed' && about.orderId === undefined)
      return ignored('the billing attempt names no order');
    if (event === 'Subscription Payment Failed' && !hasFailed)
      return ignored('the billing attempt names no error');
    if (
      event === 'Subscription Payment Challenged' &&
      about.orderId !== undefined
    )
      return ignored('the billing attempt has an order already');
    if (!wholeOf(input.permission)) return withheld(input);
    return mapped({
      type: 'track',
      event,
      ...envelope(input, {
        event,
        resourceId: contractId,
        discriminator: attemptId,
        timestamp: time(payload['created_at'], receivedAt),
        standIn: { resource: 'subscription', id: contractId },
      }),
      properties: defined({
        subscription_id: contractId,
        order_id: about.orderId,
        ...(event === 'Subscription Payment Failed' && {
          error_code: text(payload['error_code']),
          error_message: text(payload['error_message']),
        }),
      }),
    });
  };
}

/** The contract of a payload: its own id, or the one that a billing attempt names. */
export function contractIdOf(payload: Json): string | undefined {
  const type = 'SubscriptionContract';
  return (
    idOfGid(payload[`admin_graphql_api_subscription_contract_id`], type) ??
    numericId(payload['subscription_contract_id']) ??
    resourceId(payload, type)
  );
}

/** The order that a contract began with, or that a billing attempt made. */
export function orderIdOf(payload: Json): string | undefined {
  return (
    idOfGid(payload['admin_graphql_api_origin_order_id'], 'Order') ??
    numericId(payload['origin_order_id']) ??
    idOfGid(payload['admin_graphql_api_order_id'], 'Order') ??
    numericId(payload['order_id'])
  );
}

export function customerIdOf(payload: Json): string | undefined {
  return (
    idOfGid(payload['admin_graphql_api_customer_id'], 'Customer') ??
    numericId(payload['customer_id'])
  );
}
