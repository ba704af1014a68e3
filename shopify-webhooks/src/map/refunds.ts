/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-refunded */
import { defined } from '../defined.ts';
import type { KnownOrder, PaidBack } from '../ledger.ts';
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
  const remember = { refunds: { [refundId]: paidBack(amounts) } };
  if (amounts.total === 0 && !settings.refundsWithoutMoney)
    return amounts.hasPending
      ? {
          status: 'ignored',
          reason: 'nothing has been paid back yet',
          remember,
        }
      : ignored('nothing was paid back');
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
    remember,
  };
}

function paidBack({ money, total, hasPending }: RefundMoney): PaidBack {
  return hasPending ? {} : defined({ currency: money.currency, amount: total });
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

/** Whether something of the order remains paid, after this refund and those before it; undefined where that is not sure. */
function isPartial(
  refundId: string,
  refund: RefundMoney,
  order: KnownOrder | undefined,
): boolean | undefined {
  const { currency } = refund.money;
  if (order === undefined || refund.total === undefined) return undefined;
  const paid =
    currency === order.currency
      ? order.total
      : currency === order.presentmentCurrency
        ? order.presentmentTotal
        : undefined;
  if (paid === undefined || currency === undefined) return undefined;
  const before = Object.entries(order.refunds ?? {})
    .filter(([id]) => id !== refundId)
    .map(([, each]) => each);
  const same = before.filter((each) => each.currency === currency);
  const back =
    refund.total + same.reduce((sum, { amount = 0 }) => sum + amount, 0);
  if (back >= paid) return false;
  const isSure =
    !refund.hasPending &&
    before.every(
      (each) => each.currency === currency && each.amount !== undefined,
    );
  return isSure ? true : undefined;
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
