import type { Known } from '../ledger.ts';
import { defined } from '../defined.ts';
import { isObject, type Json } from '../shopify/payload.ts';
import type { Permission } from '../consent.ts';

/** What a template is given beside the message: no more than the message may carry. */
export interface Seen {
  readonly webhook: Json;
  readonly ledger: Json;
}

/** What the ledger has of what a webhook is about. */
export interface Remembering {
  readonly order: Known | undefined;
  readonly customer: Known | undefined;
}

/**
 * What a template may see of a webhook: all of it after a grant; without the browser where nobody knows or a stamp is
 * all that holds; and of somebody who refused, the figures. What it has not seen it cannot send.
 */
export function seenOf(
  { status }: Permission,
  payload: Json,
  { order, customer }: Remembering,
): Seen {
  const isNamed = status !== 'restricted' && status !== 'dropped';
  return {
    webhook:
      status === 'granted'
        ? payload
        : isNamed
          ? withoutBrowser(payload)
          : figuresOf(payload),
    ledger: defined({
      order: order?.order,
      customer:
        isNamed && customer?.firstOrderAt !== undefined
          ? { firstOrderAt: new Date(customer.firstOrderAt).toISOString() }
          : undefined,
    }),
  };
}

function withoutBrowser(payload: Json): Json {
  const { browser_ip: _ip, client_details: _details, ...rest } = payload;
  return rest;
}

/**
 * The fields, wherever they stand, that say what was sold for how much and nothing of whom to: no codes, tokens, notes,
 * tags, attributes or addresses. What Shopify adds one day is not among them.
 */
const FIGURES = new Set(
  `id admin_graphql_api_id order_id order_number number name created_at processed_at updated_at cancelled_at closed_at
   cancel_reason currency presentment_currency currency_code amount financial_status fulfillment_status fulfillments
   source_name taxes_included test confirmed subtotal_price total_price total_tax total_discounts
   total_line_items_price total_weight total_outstanding total_tip_received total_shipping_price
   current_subtotal_price current_total_price current_total_tax current_total_discounts shop_money presentment_money
   line_items line_item line_item_id product_id variant_id variant_title title sku vendor quantity current_quantity
   fulfillable_quantity grams price price_set pre_tax_price gift_card requires_shipping taxable product_exists tax_lines
   rate rate_percentage discount_allocations amount_set shipping_lines discounted_price discounted_price_set
   refunds refund_line_items restock_type subtotal subtotal_set order_adjustments kind reason tax_amount transactions
   status duties subtotal_price_set total_price_set total_tax_set total_discounts_set total_line_items_price_set
   total_shipping_price_set current_subtotal_price_set current_total_price_set current_total_tax_set
   current_total_discounts_set original_total_duties_set original_total_additional_fees_set`.split(
    /\s+/,
  ),
);

function figuresOf(object: Json): Json {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object))
    if (FIGURES.has(key)) result[key] = figureOf(object[key]);
  return result;
}

function figureOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(figureOf);
  return isObject(value) ? figuresOf(value) : value;
}
