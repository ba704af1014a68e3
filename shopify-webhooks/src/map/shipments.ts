import { defined } from '../defined.ts';
import { lineItemId, product } from '../shopify/order-lines.ts';
import type { KnownOrder } from '../ledger.ts';
import { money, type CurrencyChoice, type Money } from '../shopify/money-of.ts';
import {
  objects,
  quantity,
  resourceId,
  text,
  texts,
  time,
  type Json,
} from '../shopify/payload.ts';
import { envelope } from './envelope.ts';
import {
  dead,
  ignored,
  mapped,
  wholeOf,
  type MapInput,
  type MapResult,
} from './mapping.ts';

/** What Shopify says of a parcel that has left. */
const ON_ITS_WAY = [
  'in_transit',
  'out_for_delivery',
  'attempted_delivery',
  'ready_for_pickup',
  'picked_up',
  'carrier_picked_up',
  'delivered',
];

/** Once a parcel: when it was handed over, or when the carrier first has it. */
export function shipmentShipped(input: MapInput): MapResult {
  const { payload } = input;
  const hasLeft =
    payload['status'] === 'success' ||
    ON_ITS_WAY.includes(String(payload['shipment_status']));
  return hasLeft
    ? shipment(input, 'Shipment Shipped', payload['created_at'])
    : ignored('the shipment has not left yet, or was cancelled');
}

export function shipmentDelivered(input: MapInput): MapResult {
  const { payload } = input;
  return payload['shipment_status'] === 'delivered'
    ? shipment(input, 'Shipment Delivered', payload['updated_at'])
    : ignored('the shipment does not say that it is delivered');
}

function shipment(
  input: MapInput,
  event: 'Shipment Shipped' | 'Shipment Delivered',
  timestamp: unknown,
): MapResult {
  const { payload, about, receivedAt } = input;
  const shipmentId = resourceId(payload, 'Fulfillment');
  const { orderId } = about;
  if (shipmentId === undefined || orderId === undefined)
    return dead('the shipment has no id, or no order');
  const order = input.order?.order;
  return mapped({
    type: 'track',
    event,
    ...envelope(input, {
      event,
      resourceId: shipmentId,
      timestamp: time(timestamp, receivedAt),
      standIn: { resource: 'order', id: orderId },
    }),
    properties: defined({
      shipment_id: shipmentId,
      order_id: orderId,
      order_number: order?.number,
      status: text(payload['shipment_status']) ?? text(payload['status']),
      carrier: text(payload['tracking_company']),
      products: productsOf(input),
      ...(wholeOf(input.permission) && {
        email: text(payload['email']),
        tracking_number:
          text(payload['tracking_number']) ??
          texts(payload['tracking_numbers'])[0],
        tracking_url:
          text(payload['tracking_url']) ?? texts(payload['tracking_urls'])[0],
      }),
    }),
  });
}

function productsOf({ payload, order, settings }: MapInput) {
  const lines = objects(payload['line_items']);
  const inMoney = moneyOf(lines, settings.currency, order?.order);
  return lines.map((line, index) => {
    const { is_gift_card: _, ...rest } = product(line);
    const price = inMoney.decimal(inMoney.read(line, 'price'));
    return defined({
      ...rest,
      price,
      quantity: quantity(line['quantity']),
      position: index + 1,
      line_item_id: lineItemId(line),
      currency: price === undefined ? undefined : inMoney.currency,
    });
  });
}

/** The customer's currency only if every line has it. */
function moneyOf(
  lines: readonly Json[],
  choice: CurrencyChoice,
  order: KnownOrder | undefined,
): Money {
  const inTheirs = money('presentment', order?.presentmentCurrency);
  const hasAll = lines.every(
    (line) => inTheirs.read(line, 'price') !== undefined,
  );
  return choice === 'presentment' && hasAll
    ? inTheirs
    : money('shop', order?.currency);
}
