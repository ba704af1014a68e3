/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-refunded */
import { defined } from '../defined.ts';
import type { KnownOrder } from '../ledger.ts';
import { product, lineItemId } from '../shopify/order-lines.ts';
import {
  isObject,
  numericId,
  objects,
  quantity,
  resourceId,
  text,
  time,
  type Json,
} from '../shopify/payload.ts';
import { refundMoney, type RefundMoney } from '../shopify/refund-money.ts';
import { envelope } from './envelope.ts';
import {
  dead,
  ignored,
  wholeOf,
  type MapInput,
  type MapResult,
} from './mapping.ts';

const EVENT = 'Order Refunded';

/** Maps `refunds/create`, which names no person and not even the order's currency: they come from the ledger. */
export function orderRefunded(input: MapInput): MapResult {
  const { payload: refund, about, settings, receivedAt } = input;
  const refundId = resourceId(refund, 'Refund');
  const { orderId } = about;
  if (refundId === undefined || orderId === undefined)
    return dead('the refund has no id, or no order');
  const order = input.order?.order;
  const amounts = refundMoney(refund, settings.currency, order);
  if (amounts.total === 0 && !settings.refundsWithoutMoney)
    return ignored(
      amounts.hasPending
        ? 'nothing has been paid back yet'
        : 'nothing was paid back',
    );
  const whole = wholeOf(input.permission) !== undefined;
  return {
    status: 'mapped',
    messages: [
      {
        type: 'track',
        event: EVENT,
        ...envelope(input, {
          event: EVENT,
          resourceId: refundId,
          timestamp:
            time(refund['processed_at'], receivedAt) ??
            time(refund['created_at'], receivedAt),
          standIn: { resource: 'order', id: orderId },
        }),
        properties: defined({
          order_id: orderId,
          refund_id: refundId,
          order_number: order?.number,
          source: text(input.shop),
          ...moneyOf(amounts),
          is_partial: isPartial(refundId, amounts, order),
          products: productsOf(refund, amounts),
          // In the merchant's own words, which may name somebody.
          refund_reason: whole ? text(refund['note']) : undefined,
        }),
      },
    ],
    ...(amounts.total !== undefined &&
      amounts.money.choice === 'shop' && {
        remember: { refunds: { [refundId]: amounts.total } },
      }),
  };
}

function moneyOf({ money, total, subtotal, tax, shipping }: RefundMoney) {
  const { decimal } = money;
  return {
    total: decimal(total),
    value: decimal(total),
    currency: money.currency,
    subtotal: decimal(subtotal),
    revenue: decimal(subtotal),
    refund_tax: decimal(tax === 0 ? undefined : tax),
    refund_shipping: decimal(shipping === 0 ? undefined : shipping),
  };
}

/** Whether something of the order remains paid, after this refund and those before it. */
function isPartial(
  refundId: string,
  { money, total }: RefundMoney,
  order: KnownOrder | undefined,
): boolean | undefined {
  if (total === undefined || order === undefined) return undefined;
  if (money.choice === 'presentment')
    return order.presentmentTotal === undefined ||
      order.presentmentCurrency !== money.currency
      ? undefined
      : total < order.presentmentTotal;
  if (order.total === undefined || order.currency !== money.currency)
    return undefined;
  const before = Object.entries(order.refunds ?? {})
    .filter(([id]) => id !== refundId)
    .reduce((sum, [, amount]) => sum + amount, 0);
  return before + total < order.total;
}

function productsOf(refund: Json, { money }: RefundMoney) {
  return objects(refund['refund_line_items']).map((item, index) => {
    const line = isObject(item['line_item']) ? item['line_item'] : {};
    return defined({
      ...product(line),
      price: money.decimal(money.read(line, 'price')),
      quantity: quantity(item['quantity']),
      position: index + 1,
      line_item_id: lineItemId(line) ?? numericId(item['line_item_id']),
      revenue: money.decimal(money.read(item, 'subtotal')),
      currency: money.currency,
    });
  });
}
