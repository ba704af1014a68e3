import { sum, type Minor } from '@storefront-events/plan/money';
import { defined } from '../defined.ts';
import { lineRevenue } from './order-lines.ts';
import type { Money } from './money-of.ts';
import { shippingLinesOf, shippingPrice, tipOf } from './order-tip.ts';
import { objects, texts, type Json } from './payload.ts';

/** An order's money as decimals of its currency. What cannot be read is left out. */
export interface OrderAmounts {
  readonly total?: number;
  readonly subtotal?: number;
  readonly revenue?: number;
  readonly shipping?: number;
  readonly tax?: number;
  readonly tip?: number;
  readonly duties?: number;
  readonly fees?: number;
  readonly discount?: number;
  readonly gift_card_amount?: number;
}

/**
 * Reads an order's money, so that `total = subtotal + shipping + tax + tip + duties + fees`. Where a shop's prices
 * include tax, Shopify's subtotal and shipping do too; Segment's do not, so the tax is taken out of them.
 *
 * @param giftCardRevenue whether gift cards that are bought count as revenue
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order
 */
export function orderAmounts(
  order: Json,
  money: Money,
  giftCardRevenue = true,
): OrderAmounts {
  const { read, decimal } = money;
  const shippingLines = shippingLinesOf(order);
  const shippingTax = sum(shippingLines.map((line) => taxOf(line, money)));
  const tax = read(order, 'total_tax');
  const included = order['taxes_included'] === true;
  const subtotal = without(
    read(order, 'subtotal_price'),
    included ? without(tax, shippingTax) : 0,
  );
  const shipping = without(
    sum(shippingLines.map((line) => shippingPrice(line, money))),
    included ? shippingTax : 0,
  );
  return defined({
    total: decimal(read(order, 'total_price')),
    subtotal: decimal(subtotal),
    revenue: decimal(
      giftCardRevenue
        ? subtotal
        : without(subtotal, soldAsGiftCards(order, money)),
    ),
    shipping: decimal(shipping),
    tax: decimal(tax),
    tip: decimal(orNothing(tipOf(order, money))),
    duties: decimal(orNothing(read(order, 'original_total_duties'))),
    fees: decimal(orNothing(read(order, 'original_total_additional_fees'))),
    discount: decimal(read(order, 'total_discounts')),
    gift_card_amount: decimal(orNothing(paidWithGiftCards(order, money))),
  });
}

/** What the gift cards in an order cost, after discounts. */
function soldAsGiftCards(order: Json, money: Money): Minor | undefined {
  const included = order['taxes_included'] === true;
  return sum(
    objects(order['line_items'])
      .filter((line) => line['gift_card'] === true)
      .map((line) => lineRevenue(line, money, included)),
  );
}

/**
 * What was paid with gift cards; undefined where it is not known. Webhooks name the gateways and seldom the
 * transactions, so it is known where these are there, or where gift cards paid for all of it.
 */
function paidWithGiftCards(order: Json, money: Money): Minor | undefined {
  const gateways = texts(order['payment_gateway_names']);
  if (!gateways.includes('gift_card')) return undefined;
  const { transactions } = order;
  if (Array.isArray(transactions)) {
    const paid = objects(transactions).filter(
      ({ gateway, status, kind }) =>
        gateway === 'gift_card' &&
        status === 'success' &&
        (kind === 'sale' || kind === 'capture'),
    );
    return paid.every(({ currency }) => currency === money.currency)
      ? sum(paid.map((transaction) => money.read(transaction, 'amount')))
      : undefined;
  }
  return gateways.every((gateway) => gateway === 'gift_card') &&
    order['financial_status'] === 'paid'
    ? money.read(order, 'total_price')
    : undefined;
}

function taxOf(line: Json, { read }: Money): Minor | undefined {
  return sum(objects(line['tax_lines']).map((tax) => read(tax, 'price')));
}

function without(
  amount: Minor | undefined,
  part: Minor | undefined,
): Minor | undefined {
  return amount === undefined || part === undefined ? undefined : amount - part;
}

// A tip of nothing is no tip.
function orNothing(amount: Minor | undefined): Minor | undefined {
  return amount === 0 ? undefined : amount;
}
