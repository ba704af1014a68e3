import { connection, type PageArguments } from '../list/connection.ts';
import { money } from '../money.ts';
import { nameOf, orderGid, type Order } from '../order/order.ts';
import type { OrderCost } from '../order/order-cost.ts';
import { timeText } from '../time.ts';
import { noMetafields } from './metafield.ts';

const amount =
  (pick: (cost: OrderCost) => number) =>
  ({ cost: { presentment } }: Order) =>
    money(pick(presentment), presentment.cart.currency);

const total = amount((cost) => cost.total);
const subtotal = amount((cost) => cost.subtotal);
const shipping = amount((cost) => cost.shipping);
const tax = amount((cost) => cost.tax);
const nothing = amount(() => 0);

/**
 * An order in its customer's account. Money is in the currency it was paid in.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Order
 */
const fields = {
  ...noMetafields,
  id: orderGid,
  name: nameOf,
  orderNumber: ({ number }: Order) => number,
  processedAt: ({ at }: Order) => timeText(at),
  canceledAt: () => null,
  cancelReason: () => null,
  financialStatus: () => 'PAID',
  fulfillmentStatus: () => 'UNFULFILLED',
  edited: () => false,
  currencyCode: ({ country }: Order) => country.currency,
  customAttributes: ({ cart }: Order) => cart.attributes,
  phone: () => null,
  billingAddress: () => null,
  shippingAddress: () => null,
  totalPrice: total,
  currentTotalPrice: total,
  originalTotalPrice: total,
  subtotalPrice: subtotal,
  currentSubtotalPrice: subtotal,
  totalShippingPrice: shipping,
  currentTotalShippingPrice: shipping,
  totalTax: tax,
  currentTotalTax: tax,
  totalRefunded: nothing,
  lineItems: (order: Order, page: PageArguments) =>
    connection(lineItems(order), page, ({ id }) => id),
};

export const orderResolvers = { Order: fields };

function lineItems({ cart, cost: { presentment } }: Order) {
  const { currency, lines } = presentment.cart;
  return cart.lines.map((line, place) => {
    const { product, variant, quantity, attributes, id } = line;
    return {
      id,
      title: product.title,
      quantity,
      currentQuantity: quantity,
      customAttributes: attributes,
      variant: { product, variant },
      originalTotalPrice: money(lines[place]?.subtotal ?? 0, currency),
      discountedTotalPrice: money(lines[place]?.total ?? 0, currency),
    };
  });
}
