import { customerGid } from '../customers.ts';
import { amountText, total, type Minor } from '../money.ts';
import { samplePayload, type Payload } from '../sample.ts';
import { timeText } from '../time.ts';
import { discountFields } from './payload-discounts.ts';
import { linesOf } from './payload-lines.ts';
import { moneySets, type Sets } from './payload-money.ts';
import { largeId } from './ids.ts';
import { taxLines } from './payload-taxes.ts';
import { nameOf, type Order } from './order.ts';
import type { OrderCost } from './order-cost.ts';

/**
 * An order in the shape of Shopify's `orders/create`: its own sample, with everything about this order put into it.
 *
 * @see https://shopify.dev/docs/api/webhooks/latest?reference=toml#list-of-topics-orders/create
 */
export function orderPayload(order: Order): Payload {
  const sample = samplePayload('orders/create');
  const sets = moneySets(order);
  const { cart, country } = order;
  return {
    ...sample,
    ...identity(order),
    ...status(order),
    ...amounts(sets),
    ...discountFields(order),
    customer: customerOf(order, sample),
    note: cart.note === '' ? null : cart.note,
    note_attributes: cart.attributes.map(({ key, value }) => ({
      name: key,
      value,
    })),
    taxes_included: country.hasTax,
    tax_lines: taxLines(order),
    total_weight: total(
      cart.lines.map(({ variant, quantity }) => variant.grams * quantity),
    ),
    line_items: linesOf(order, sample, sets),
    shipping_lines: shippingOf(order, sample, sets),
  };
}

function identity(order: Order): Payload {
  const time = timeText(order.at);
  return {
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    name: nameOf(order),
    number: order.number - 1000,
    order_number: order.number,
    token: order.checkoutToken,
    cart_token: order.cart.token,
    checkout_token: order.checkoutToken,
    order_status_url: order.statusUrl,
    email: order.email,
    contact_email: order.email,
    source_name: 'web',
    tags: '',
    created_at: time,
    updated_at: time,
    processed_at: time,
  };
}

function status({ cost }: Order): Payload {
  const { giftCards, due } = cost.shop;
  const byGiftCard = giftCards.some(({ used }) => used > 0);
  return {
    test: false,
    cancelled_at: null,
    cancel_reason: null,
    confirmed: true,
    financial_status: 'paid',
    total_outstanding: '0.00',
    payment_gateway_names: [
      ...(byGiftCard ? ['gift_card'] : []),
      ...(due > 0 ? ['bogus'] : []),
    ],
  };
}

/** The totals, in the shop's currency, and beside them in both. */
function amounts({ currency, presentment, both }: Sets): Payload {
  const list = (cost: OrderCost): Minor =>
    total(cost.cart.lines.map(({ subtotal }) => subtotal));
  const fields: Readonly<Record<string, (cost: OrderCost) => Minor>> = {
    total_line_items_price: list,
    total_discounts: ({ discount }) => discount,
    current_total_discounts: ({ discount }) => discount,
    subtotal_price: ({ subtotal }) => subtotal,
    current_subtotal_price: ({ subtotal }) => subtotal,
    total_tax: ({ tax }) => tax,
    current_total_tax: ({ tax }) => tax,
    total_price: (cost) => cost.total,
    current_total_price: (cost) => cost.total,
  };
  const texts = Object.entries(fields).flatMap(([name, pick]) => [
    [name, both(pick).shop_money.amount],
    [`${name}_set`, both(pick)],
  ]);
  const nothing = both(() => 0);
  return {
    currency,
    presentment_currency: presentment,
    ...(Object.fromEntries(texts) as Payload),
    total_shipping_price_set: both(({ shipping }) => shipping),
    current_shipping_price_set: both(({ shipping }) => shipping),
    total_cash_rounding_payment_adjustment_set: nothing,
    total_cash_rounding_refund_adjustment_set: nothing,
  };
}

function customerOf({ customer }: Order, sample: Payload): Payload {
  const template = sample['customer'] as Payload;
  const address = template['default_address'] as Payload;
  return {
    ...template,
    id: customer.id,
    admin_graphql_api_id: customerGid(customer),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    phone: customer.phone,
    created_at: timeText(customer.createdAt),
    updated_at: timeText(customer.updatedAt),
    state: customer.password === undefined ? 'disabled' : 'enabled',
    default_address: { ...address, customer_id: customer.id },
  };
}

function shippingOf(
  order: Order,
  sample: Payload,
  { currency, both }: Sets,
): Payload[] {
  const [template] = sample['shipping_lines'] as [Payload];
  const price = amountText(order.cost.shop.shipping, currency);
  const set = both(({ shipping }) => shipping);
  return [
    {
      ...template,
      id: largeId(),
      title: 'Standard',
      price,
      price_set: set,
      discounted_price: price,
      discounted_price_set: set,
      current_discounted_price_set: set,
      tax_lines: taxLines(order, ({ shippingTax }) => shippingTax),
      discount_allocations: [],
    },
  ];
}
