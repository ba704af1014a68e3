/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#checkout-started */
import { defined } from '../defined.ts';
import { couponsOf } from '../shopify/discounts.ts';
import { moneyOfOrder } from '../shopify/money-of-order.ts';
import { orderAmounts } from '../shopify/order-amounts.ts';
import { hasSubscription, orderKind } from '../shopify/order-kind.ts';
import { lineItemId, product } from '../shopify/order-lines.ts';
import {
  isObject,
  objects,
  quantity,
  text,
  time,
  type Json,
} from '../shopify/payload.ts';
import { envelope } from './envelope.ts';
import {
  ignored,
  mapped,
  wholeOf,
  withheld,
  type MapInput,
  type MapResult,
} from './mapping.ts';

/** The token of the checkout that a payload is, or that an order came from. */
function tokenOf({ payload, about }: MapInput): string | undefined {
  return text(
    about.orderId === undefined ? payload['token'] : payload['checkout_token'],
  );
}

/** From a checkout, or from the order that it became: the token, and so the `messageId`, is the same. */
export function checkoutStarted(input: MapInput): MapResult {
  const { payload, about, receivedAt, settings } = input;
  const token = tokenOf(input);
  if (token === undefined)
    return ignored('no checkout: sold at a counter, drawn up, or imported');
  if (about.orderId !== undefined && orderKind(payload).is_recurring)
    return ignored('no checkout: a subscription made the order');
  if (!wholeOf(input.permission)) return withheld(input);
  const money = moneyOfOrder(payload, settings.currency);
  const { total, revenue, subtotal, shipping, tax, discount } = orderAmounts(
    payload,
    money,
    settings.giftCardRevenue,
  );
  const lines = objects(payload['line_items']);
  return mapped({
    type: 'track',
    event: 'Checkout Started',
    ...envelope(input, {
      event: 'Checkout Started',
      resourceId: token,
      timestamp: time(payload['created_at'], receivedAt),
      standIn: { resource: 'checkout', id: token },
    }),
    properties: defined({
      checkout_id: token,
      cart_id: text(payload['cart_token']),
      order_id: about.orderId,
      order_name:
        about.orderId === undefined ? undefined : text(payload['name']),
      affiliation: text(payload['source_name']),
      source: text(input.shop),
      checkout_type: lines.some(hasSubscription) ? 'subscription' : 'one-time',
      ...defined({ total, revenue, subtotal, shipping, tax, discount }),
      value: total,
      coupon: couponsOf(payload),
      currency: money.currency,
      email: text(payload['email']),
      products: lines.map((line, index) => {
        const { is_gift_card: _, ...rest } = product(line);
        return defined({
          ...rest,
          price: money.decimal(money.read(line, 'price')),
          quantity: quantity(line['quantity']),
          position: index + 1,
          line_item_id: lineItemId(line),
        });
      }),
    }),
  });
}

/** Once for each step that a checkout shows to be done: contact, address, shipping. */
export function checkoutStepCompleted(input: MapInput): MapResult {
  const { payload, receivedAt } = input;
  const token = tokenOf(input);
  if (token === undefined) return ignored('the checkout has no token');
  if (!wholeOf(input.permission)) return withheld(input);
  const method = shippingMethodOf(payload);
  const steps = [
    text(payload['email']) ?? text(payload['phone']),
    isObject(payload['shipping_address']) ? 'address' : undefined,
    method,
  ];
  const messages = steps.flatMap((done, index) =>
    done === undefined
      ? []
      : [
          {
            type: 'track' as const,
            event: 'Checkout Step Completed' as const,
            ...envelope(input, {
              event: 'Checkout Step Completed',
              resourceId: token,
              discriminator: String(index + 1),
              timestamp: time(payload['updated_at'], receivedAt),
              standIn: { resource: 'checkout', id: token },
            }),
            properties: defined({
              checkout_id: token,
              step: index + 1,
              shipping_method: index === 2 ? method : undefined,
            }),
          },
        ],
  );
  return messages.length > 0
    ? mapped(...messages)
    : ignored('no step of the checkout is done');
}

/** The first time that a checkout has an email address. */
export function emailCaptured(input: MapInput): MapResult {
  const { payload, receivedAt } = input;
  const token = tokenOf(input);
  const email = text(payload['email']);
  if (token === undefined || email === undefined)
    return ignored('the checkout has no email address yet');
  if (!wholeOf(input.permission)) return withheld(input);
  return mapped({
    type: 'track',
    event: 'Email Captured',
    ...envelope(input, {
      event: 'Email Captured',
      resourceId: token,
      timestamp: time(payload['updated_at'], receivedAt),
      standIn: { resource: 'checkout', id: token },
    }),
    properties: { email, placement_component: 'checkout' },
  });
}

function shippingMethodOf(checkout: Json): string | undefined {
  const [first] = objects(checkout['shipping_lines']);
  return text(first?.['title']);
}
