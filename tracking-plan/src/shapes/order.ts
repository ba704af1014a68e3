/** @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed */
import { z } from 'zod';
import type { Problem } from '../event.ts';
import { toMinor } from '../money.ts';
import {
  amount,
  anything,
  count,
  currency,
  email,
  flag,
  id,
  list,
  phone,
  text,
  time,
} from './kinds.ts';
import { exampleProduct, orderProduct } from './product.ts';

/**
 * An order. Its money adds up: total = subtotal + shipping + tax + tip + duties + fees, where subtotal and shipping are
 * after discounts and without tax, also in shops whose prices include it.
 */
export const orderFields = {
  order_id: id("Shopify's numeric order id, without loss."),
  order_number: text('The name customers know it by, such as #1001.'),
  checkout_id: id('Token of the checkout.'),
  cart_id: id('Token of the cart.'),
  affiliation: text('Where it was sold, such as "web" or "pos".'),
  total: amount('What the customer pays.'),
  subtotal: amount('The products after discounts, without shipping and tax.'),
  revenue: amount('The products after discounts, without shipping and tax.'),
  value: amount('The same as `total`, for tools that read it by this name.'),
  shipping: amount('Shipping after discounts, without tax.'),
  tax: amount('All taxes together.'),
  tip: amount('Tip.'),
  duties: amount('Import duties.'),
  fees: amount('Additional fees.'),
  discount: amount('All discounts together, as a positive number.'),
  coupon: text(
    'Discount codes, and the titles of discounts that need none, joined by a comma.',
  ),
  currency,
  presentment_currency: text(
    'The currency the customer saw, where it is another.',
  ),
  presentment_total: amount('The total in that currency.'),
  shop_currency: text(
    "The shop's currency, where `currency` is the one the customer saw.",
  ),
  shop_total: amount('The total in that currency.'),
  gift_card_amount: amount('What was paid with gift cards.'),
  products: list(orderProduct, 'The lines of the order.'),
  products_omitted: count(
    'How many lines were left out because the message would be larger than Segment accepts.',
  ),
  order_date: time('When it was placed.'),
  source: text('The shop, such as your-shop.myshopify.com.'),
  channel: text('The sales channel, by its app or name.'),
  checkout_type: text('"one-time" or "subscription".'),
  is_first_order: flag("Whether it is the customer's first, where known."),
  has_subscription: flag('Whether a line begins a subscription.'),
  is_recurring: flag('Whether a subscription made it, not a visitor.'),
  is_test: flag('Whether it is a test.'),
  is_draft: flag('Whether the merchant drew it up.'),
  is_b2b: flag('Whether a company ordered.'),
  is_pos: flag('Whether it was sold in a shop on the street.'),
  is_imported: flag('Whether it was placed elsewhere, and taken over later.'),
  repeat: flag('Whether the customer has ordered before, where known.'),
  payment_method: text('The payment gateways, joined by a comma.'),
  email: email("The customer's, where they agreed."),
  phone: phone("The customer's, where they agreed."),
  first_name: text("The customer's, where they agreed."),
  last_name: text("The customer's, where they agreed."),
  shipping_city: text('Where it goes, where the customer agreed.'),
  shipping_state: text('Where it goes, where the customer agreed.'),
  shipping_country: text('Where it goes, as an ISO 3166 code.'),
  shipping_zipcode: text('Where it goes, where the customer agreed.'),
  shipping_method: text('How it goes.'),
  shipping_method_details: anything('How it goes, in parts.'),
  category: text('A category of the order.'),
  campaign_id: id('The campaign it came from.'),
  template_id: id('The message it came from.'),
  tracking_ids: anything('Ids of other tools.'),
  metadata: anything('What the shop keeps on the order.'),
  purl_link: text('Personal referral link it came by.'),
  referral_identifier_id: id('The referral it came by.'),
};

const PARTS = ['subtotal', 'shipping', 'tax', 'tip', 'duties', 'fees'] as const;

/** The invariant of an order's money, in minor units of its currency. Says nothing where a part is unknown. */
export function checkOrderMoney(order: Record<string, unknown>): Problem[] {
  const { currency: code } = order;
  const minor = (name: string) =>
    toMinor(order[name], typeof code === 'string' ? code : undefined);
  const total = minor('total');
  if (total === undefined || minor('subtotal') === undefined) return [];
  const sum = PARTS.reduce((parts, name) => parts + (minor(name) ?? 0), 0);
  return sum === total
    ? []
    : [
        {
          path: ['total'],
          expected: 'subtotal + shipping + tax + tip + duties + fees',
        },
      ];
}

export const exampleOrder = {
  order_id: '820982911946154508',
  order_number: '#1001',
  checkout_id: 'a1b2c3',
  cart_id: 'c1-0f3b7d',
  affiliation: 'web',
  source: 'kettle-and-leaf.myshopify.com',
  total: 33.75,
  subtotal: 25,
  revenue: 25,
  shipping: 5,
  tax: 3.75,
  discount: 0,
  currency: 'EUR',
  order_date: '2026-11-21T10:00:01.000Z',
  products: [
    {
      ...exampleProduct,
      position: 1,
      revenue: 25,
      line_item_id: '866550311766439020',
    },
  ],
};

/** An address, as Segment and Shopify spell its parts. */
export const addressFields = {
  address_id: id("Shopify's numeric address id."),
  name: text('Whose address it is.'),
  company: text('The company.'),
  address1: text('Street and number.'),
  address2: text('What follows the street.'),
  city: text('The city.'),
  state: text('The state or province.'),
  zipcode: text('The postal code.'),
  country: text('The country.'),
  phone: phone('A phone number.'),
};

/** A text or an object by a tool's own making. */
export const looseAddress = z
  .looseObject({})
  .meta({ description: 'An address, in the parts the tool gives.' });
