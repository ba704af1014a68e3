import { randomInt } from 'node:crypto';
import { CART_ATTRIBUTE } from '@storefront-events/plan/wire';
import type { Cart } from './carts.ts';
import { SHOP } from './catalogue.ts';
import { consistentOrder } from './consistent-order.ts';
import { samplePayload, type Payload } from './sample.ts';

export interface PlacedOrder {
  readonly id: string;
  readonly name: string;
  readonly payload: Payload;
}

let lastNumber = 1000;

/** The order that a paid cart becomes, in the shape of Shopify's `orders/create`. */
export function placeOrder(
  cart: Cart,
  customer: { readonly email: string },
  at: Date,
): PlacedOrder {
  const order = samplePayload('orders/create');
  const id = largeId();
  const number = ++lastNumber;
  const name = `#${String(number)}`;
  const orderCustomer = { ...customerOf(order, customer.email) };
  Object.assign(order, {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name,
    number: number - 1000,
    order_number: number,
    currency: SHOP.currency,
    presentment_currency: SHOP.currency,
    source_name: 'web',
    cart_token: cart.token,
    checkout_token: cart.key,
    token: cart.key,
    email: customer.email,
    contact_email: customer.email,
    customer: orderCustomer,
    tags: '',
    note_attributes: cart.attributes.map(({ key, value }) => ({
      name: key,
      value,
    })),
    line_items: linesOf(order, cart),
    shipping_lines: shippingOf(order),
  });
  return { id, name, payload: consistentOrder(order, at) };
}

function linesOf(order: Payload, { lines }: Cart): Payload[] {
  const [template] = order['line_items'] as [Payload];
  return lines.map(({ product, variant, quantity }) => {
    const id = largeId();
    return {
      ...structuredClone(template),
      id,
      admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
      attributed_staffs: [],
      product_id: product.id,
      variant_id: variant.id,
      title: product.title,
      name: `${product.title} - ${variant.title}`,
      variant_title: variant.title,
      vendor: product.vendor,
      sku: variant.sku,
      quantity,
      current_quantity: quantity,
      fulfillable_quantity: quantity,
      price: variant.price,
      price_set: moneySet(variant.price),
      total_discount_set: moneySet('0.00'),
    };
  });
}

function shippingOf(order: Payload): Payload[] {
  const [template] = order['shipping_lines'] as [Payload];
  const price = SHOP.shipping;
  return [
    {
      ...structuredClone(template),
      id: largeId(),
      title: 'Standard',
      price,
      price_set: moneySet(price),
    },
  ];
}

/** One customer an address, as Shopify keeps them. */
const customerIds = new Map<string, string>();

function customerOf(order: Payload, email: string): Payload {
  const id = customerIds.get(email) ?? largeId();
  customerIds.set(email, id);
  return {
    ...(order['customer'] as Payload),
    id,
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    email,
  };
}

function moneySet(amount: string) {
  const money = { amount, currency_code: SHOP.currency };
  return { shop_money: { ...money }, presentment_money: { ...money } };
}

// 18 digits: more than a JavaScript number holds exactly, as Shopify's own test orders have.
function largeId(): string {
  return `8${String(randomInt(10 ** 8)).padStart(8, '0')}${String(randomInt(10 ** 9)).padStart(9, '0')}`;
}

/** Whether the visitor's choice is on the cart; shown on the checkout page. */
export function choiceOn({ attributes }: Cart): 'decided' | 'none' {
  return attributes.some(({ key }) => key === CART_ATTRIBUTE.consent)
    ? 'decided'
    : 'none';
}
