/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed */
import type { DraftOf } from '@storefront-events/plan';
import {
  CART_ATTRIBUTE,
  decodeCampaign,
  type Campaign,
} from '@storefront-events/plan/wire';
import { defined } from '../defined.ts';
import { derivedAnonymousId, messageIdOf } from '../identity.ts';
import { LIBRARY } from '../library.ts';
import type { Identity, SegmentMessage } from '../message.ts';
import { noteAttributes } from '../shopify/note-attributes.ts';
import { orderAmounts } from '../shopify/order-amounts.ts';
import { orderLines } from '../shopify/order-lines.ts';
import {
  currencyCode,
  isObject,
  numericId,
  objects,
  resourceId,
  text,
  time,
  type Json,
} from '../shopify/payload.ts';
import type { MapInput, MapResult } from './mapping.ts';

const EVENT = 'Order Completed';

/** Maps `orders/create`. */
export function orderCompleted({
  payload,
  shop,
  receivedAt,
  permission,
}: MapInput): MapResult {
  const orderId = resourceId(payload, 'Order');
  if (orderId === undefined)
    return { status: 'dead', reason: 'the order has no id' };
  const message: SegmentMessage = {
    type: 'track',
    event: EVENT,
    messageId: messageIdOf({ shop, event: EVENT, resourceId: orderId }),
    timestamp:
      time(payload['processed_at'], receivedAt) ??
      time(payload['created_at'], receivedAt) ??
      new Date(receivedAt).toISOString(),
    properties: propertiesOf(payload, {
      orderId,
      shop,
      receivedAt,
      granted: permission.status === 'granted',
    }),
    context: {
      consent: { categoryPreferences: permission.categoryPreferences },
      library: LIBRARY,
      ...(permission.status === 'granted' && campaignContext(payload)),
    },
    ...(permission.status === 'granted'
      ? person(payload, permission.anonymousId, shop, orderId)
      : {
          anonymousId: derivedAnonymousId(shop, orderId),
          integrations: { All: false } as const,
        }),
  };
  return { status: 'mapped', messages: [message] };
}

/** The campaign that brought the visitor, as the storefront left it on the cart. */
function campaignContext(order: Json): { campaign?: Campaign } {
  const text = noteAttributes(order).get(CART_ATTRIBUTE.campaign);
  const campaign = decodeCampaign(text);
  return campaign ? { campaign } : {};
}

function person(
  order: Json,
  anonymousId: string | undefined,
  shop: string,
  orderId: string,
): Identity {
  const customer = order['customer'];
  const userId = isObject(customer)
    ? resourceId(customer, 'Customer')
    : undefined;
  if (userId !== undefined)
    return { userId, ...(anonymousId !== undefined && { anonymousId }) };
  return { anonymousId: anonymousId ?? derivedAnonymousId(shop, orderId) };
}

function propertiesOf(
  order: Json,
  about: {
    readonly orderId: string;
    readonly shop: string;
    readonly receivedAt: number;
    readonly granted: boolean;
  },
): DraftOf<typeof EVENT> {
  const currency = currencyCode(order['currency']);
  const amounts = orderAmounts(order, currency);
  return defined({
    order_id: about.orderId,
    order_number: text(order['name']) ?? numericId(order['order_number']),
    order_date: time(order['created_at'], about.receivedAt),
    affiliation: text(order['source_name']),
    source: text(about.shop),
    ...amounts,
    value: amounts.total,
    currency,
    products: orderLines(order, currency),
    ...(about.granted && linksToBrowser(order)),
  });
}

/** What the browser's events carry too: with it, an order can be joined to the visitor who placed it. */
function linksToBrowser(order: Json) {
  return {
    checkout_id: text(order['checkout_token']),
    cart_id: text(order['cart_token']),
    coupon: couponOf(order),
  };
}

function couponOf(order: Json): string | undefined {
  const codes = objects(order['discount_codes']).map(({ code }) => text(code));
  return text(codes.filter((code) => code !== undefined).join(','));
}
