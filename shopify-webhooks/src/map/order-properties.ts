import type { DraftOf } from '@storefront-events/plan';
import { defined } from '../defined.ts';
import { couponReader, couponsOf } from '../shopify/discounts.ts';
import { money, type Money } from '../shopify/money-of.ts';
import { moneyOfOrder } from '../shopify/money-of-order.ts';
import { orderAmounts } from '../shopify/order-amounts.ts';
import {
  channelOf,
  hasSubscription,
  orderKind,
} from '../shopify/order-kind.ts';
import { orderLines } from '../shopify/order-lines.ts';
import {
  currencyCode,
  isObject,
  numericId,
  objects,
  text,
  texts,
  time,
  type Json,
} from '../shopify/payload.ts';
import { wholeOf, type MapInput } from './mapping.ts';

/** The properties that every event with a whole order has. */
export function orderProperties(input: MapInput): DraftOf<'Order Completed'> {
  const { payload: order, about, shop, receivedAt, settings } = input;
  const inCurrency = moneyOfOrder(order, settings.currency);
  const amounts = orderAmounts(order, inCurrency, settings.giftCardRevenue);
  const whole = wholeOf(input.permission) !== undefined;
  const kind = orderKind(order);
  const isSubscription =
    kind.is_recurring === true ||
    objects(order['line_items']).some(hasSubscription);
  // Part by part: a large object that is filled key by key is a slow one.
  return {
    ...defined({
      order_id: about.orderId,
      order_number: text(order['name']) ?? numericId(order['order_number']),
      order_date: time(order['created_at'], receivedAt),
      affiliation: text(order['source_name']),
      channel: channelOf(order),
      source: text(shop),
    }),
    ...amounts,
    ...defined({
      value: amounts.total,
      currency: inCurrency.currency,
      ...otherCurrency(order, inCurrency),
    }),
    ...defined(kind),
    ...(isSubscription && { has_subscription: true }),
    checkout_type: isSubscription ? 'subscription' : 'one-time',
    products: orderLines(
      order,
      inCurrency,
      whole ? couponReader(order) : undefined,
    ),
    ...(whole && defined(aboutPerson(input))),
  };
}

/** The total in the currency that the other amounts are not in, where the order has two. */
function otherCurrency(order: Json, { choice, currency }: Money) {
  const shop = currencyCode(order['currency']);
  const seen = currencyCode(order['presentment_currency']);
  if (seen === undefined || seen === shop) return {};
  const totalIn = (other: Money) =>
    other.decimal(other.read(order, 'total_price'));
  return choice === 'shop' && currency === shop
    ? {
        presentment_currency: seen,
        presentment_total: totalIn(money('presentment', seen)),
      }
    : { shop_currency: shop, shop_total: totalIn(money('shop', shop)) };
}

/** Who it is, and what the browser's events carry too: with it, an order can be joined to the visitor who placed it. */
function aboutPerson({ payload: order, customer, traits }: MapInput) {
  const { email, phone, first_name, last_name } = traits();
  const address = isObject(order['shipping_address'])
    ? order['shipping_address']
    : {};
  const isFirst = isFirstOrder(order, customer?.firstOrderAt);
  return {
    checkout_id: text(order['checkout_token']),
    cart_id: text(order['cart_token']),
    coupon: couponsOf(order),
    email,
    phone,
    first_name,
    last_name,
    shipping_city: text(address['city']),
    shipping_state: text(address['province']),
    shipping_country: text(address['country_code'], 2),
    shipping_zipcode: text(address['zip']),
    shipping_method: text(
      objects(order['shipping_lines'])
        .map(({ title }) => text(title))
        .filter((title) => title !== undefined)
        .join(', '),
    ),
    payment_method: text(texts(order['payment_gateway_names']).join(',')),
    is_first_order: isFirst,
    repeat: isFirst === undefined ? undefined : !isFirst,
  };
}

/**
 * Whether it is the customer's first order, where that is sure. Older API versions count a customer's orders; whether
 * the count has this one in it depends on the moment, so a count of one says nothing.
 */
function isFirstOrder(
  { customer, created_at }: Json,
  firstOrderAt: number | undefined,
): boolean | undefined {
  const count = isObject(customer) ? customer['orders_count'] : undefined;
  if (count === 0) return true;
  if (typeof count === 'number' && count > 1) return false;
  return typeof created_at === 'string' &&
    firstOrderAt !== undefined &&
    firstOrderAt < Date.parse(created_at)
    ? false
    : undefined;
}
