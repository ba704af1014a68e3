/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed */
import { defined } from '../defined.ts';
import {
  isObject,
  numericId,
  objects,
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
import { orderProperties } from './order-properties.ts';

type OrderEvent =
  | 'Order Completed'
  | 'Order Paid'
  | 'Order Updated'
  | 'Order Cancelled'
  | 'Order Fulfilled';

/** What sets one event of an order apart from another. */
interface Details {
  readonly timestamp: unknown;
  readonly discriminator?: string | undefined;
  readonly properties?: object;
}

function orderEvent(
  input: MapInput,
  event: OrderEvent,
  { timestamp, discriminator, properties }: Details,
): MapResult {
  const { payload, about, receivedAt } = input;
  if (about.orderId === undefined) return dead('the order has no id');
  return mapped({
    type: 'track',
    event,
    ...envelope(input, {
      event,
      resourceId: about.orderId,
      discriminator,
      timestamp:
        time(timestamp, receivedAt) ?? time(payload['created_at'], receivedAt),
    }),
    properties: properties
      ? { ...orderProperties(input), ...properties }
      : orderProperties(input),
  });
}

/** Whichever topic triggers it: its time is when the order was placed. */
export function orderCompleted(input: MapInput): MapResult {
  const { payload, topic } = input;
  if (topic === 'orders/paid' && !isPaid(input))
    return ignored('the order does not say that it is paid');
  if (
    topic === 'orders/fulfilled' &&
    payload['fulfillment_status'] !== 'fulfilled'
  )
    return ignored('the order does not say that it is fulfilled');
  return orderEvent(input, 'Order Completed', {
    timestamp: payload['processed_at'],
  });
}

// An order may be refunded before the word that it was paid is read.
const PAID = ['paid', 'partially_refunded', 'refunded'];
const AUTHORIZED = [...PAID, 'authorized', 'partially_paid'];

function isPaid({ payload }: MapInput): boolean {
  return PAID.includes(String(payload['financial_status']));
}

/** Whether its payment is authorized, or made. */
export function isAuthorized({ payload }: MapInput): boolean {
  return AUTHORIZED.includes(String(payload['financial_status']));
}

export function orderPaid(input: MapInput): MapResult {
  return isPaid(input)
    ? orderEvent(input, 'Order Paid', {
        timestamp: input.payload['updated_at'],
      })
    : ignored('the order does not say that it is paid');
}

export function orderUpdated(input: MapInput): MapResult {
  const updatedAt = time(input.payload['updated_at'], input.receivedAt);
  return updatedAt === undefined
    ? ignored('the order does not say when it was updated')
    : orderEvent(input, 'Order Updated', {
        timestamp: updatedAt,
        discriminator: [updatedAt, ...stateOf(input.payload)].join(' '),
      });
}

/** What a second update within the same second can have changed. */
function stateOf(order: Json): readonly string[] {
  const states = [
    'financial_status',
    'fulfillment_status',
    'cancelled_at',
    'closed_at',
    'total_price',
    'current_total_price',
    'total_outstanding',
    'tags',
  ].map((field) => text(order[field]) ?? '');
  const counts = ['line_items', 'fulfillments', 'refunds'].map((list) =>
    String(objects(order[list]).length),
  );
  return [...states, ...counts];
}

export function orderCancelled(input: MapInput): MapResult {
  const { payload, receivedAt } = input;
  const cancelledAt = time(payload['cancelled_at'], receivedAt);
  return cancelledAt === undefined
    ? ignored('the order does not say that it is cancelled')
    : orderEvent(input, 'Order Cancelled', {
        timestamp: cancelledAt,
        properties: defined({
          cancel_reason: text(payload['cancel_reason']),
          cancelled_at: cancelledAt,
        }),
      });
}

export function orderFulfilled(input: MapInput): MapResult {
  const { payload, topic } = input;
  const expected = topic === 'orders/fulfilled' ? 'fulfilled' : 'partial';
  if (payload['fulfillment_status'] !== expected)
    return ignored(`the order does not say that it is ${expected}`);
  const count = Array.isArray(payload['fulfillments'])
    ? payload['fulfillments'].length
    : undefined;
  return orderEvent(input, 'Order Fulfilled', {
    timestamp: payload['updated_at'],
    discriminator:
      expected === 'fulfilled'
        ? expected
        : `${expected} ${String(count ?? '')}`,
    properties: defined({
      fulfillment_status: expected,
      fulfillment_count: count,
    }),
  });
}

/** Maps `orders/edited`: which lines were added or taken away, by their ids. */
export function orderEdited(input: MapInput): MapResult {
  const { payload, about, receivedAt } = input;
  const edit = isObject(payload['order_edit']) ? payload['order_edit'] : {};
  const editId = numericId(edit['id']);
  if (about.orderId === undefined || editId === undefined)
    return dead('the edit has no id, or no order');
  const lines = isObject(edit['line_items']) ? edit['line_items'] : {};
  const changes = (list: unknown) =>
    objects(list).map(({ id, delta }) =>
      defined({
        line_item_id: numericId(id),
        quantity:
          typeof delta === 'number' && Number.isSafeInteger(delta)
            ? Math.abs(delta)
            : undefined,
      }),
    );
  const whole = wholeOf(input.permission) !== undefined;
  return mapped({
    type: 'track',
    event: 'Order Edited',
    ...envelope(input, {
      event: 'Order Edited',
      resourceId: editId,
      timestamp:
        time(edit['committed_at'], receivedAt) ??
        time(edit['created_at'], receivedAt),
      standIn: { resource: 'order', id: about.orderId },
    }),
    properties: defined({
      order_id: about.orderId,
      order_edit_id: editId,
      currency: input.order?.order?.currency,
      additions: changes(lines['additions']),
      removals: changes(lines['removals']),
      notified_customer:
        typeof edit['notify_customer'] === 'boolean'
          ? edit['notify_customer']
          : undefined,
      // In the merchant's own words, which may name somebody.
      staff_note: whole ? text(edit['staff_note']) : undefined,
    }),
  });
}

/** Maps `orders/delete`, which has nothing but the id. */
export function orderDeleted(input: MapInput): MapResult {
  const { payload, about } = input;
  if (about.orderId === undefined) return dead('the order has no id');
  if ('line_items' in payload || 'total_price' in payload)
    return ignored('the body is an order, not a deletion');
  return mapped({
    type: 'track',
    event: 'Order Deleted',
    ...envelope(input, {
      event: 'Order Deleted',
      resourceId: about.orderId,
      timestamp: undefined,
    }),
    properties: defined({
      order_id: about.orderId,
      order_number: input.order?.order?.number,
    }),
  });
}

/** Who placed an order: it joins what they did before to the customer, where they are one. */
export function customerOfOrder(input: MapInput): MapResult {
  const { payload, about, receivedAt, userId } = input;
  if (about.orderId === undefined) return dead('the order has no id');
  if (!wholeOf(input.permission)) return withheld(input);
  if (userId === undefined) return ignored('the order is a guest’s');
  return mapped({
    type: 'identify',
    ...envelope(input, {
      event: 'Customer Updated',
      resourceId: about.customerId ?? userId,
      discriminator: `order ${about.orderId}`,
      timestamp:
        time(payload['processed_at'], receivedAt) ??
        time(payload['created_at'], receivedAt),
    }),
    traits: input.traits(),
  });
}
