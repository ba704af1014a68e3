import { sum, toMinor, type Minor } from '@storefront-events/plan/money';
import type { KnownOrder } from '../ledger.ts';
import { money, type CurrencyChoice, type Money } from './money-of.ts';
import { currencyCode, isObject, objects, type Json } from './payload.ts';

/** What was paid back, in minor units of `money`. */
export interface RefundMoney {
  readonly money: Money;
  /** Undefined: it cannot be read. */
  readonly total: Minor | undefined;
  readonly tax: Minor | undefined;
  readonly shipping: Minor | undefined;
  readonly subtotal: Minor | undefined;
  /** What is still on its way; it may never arrive. */
  readonly hasPending: boolean;
}

/**
 * Reads a refund's money. What was really paid back are its successful transactions, which are in the currency that the
 * customer paid in; lines and adjustments have both currencies, and may say more than was paid. For another currency
 * the rate is the one that the refund itself was reckoned with, else the order's.
 *
 * @param order what is known of the refund's order
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/refund
 */
export function refundMoney(
  refund: Json,
  choice: CurrencyChoice,
  order: KnownOrder | undefined,
): RefundMoney {
  const all = objects(refund['transactions']).filter(
    ({ kind }) => kind === 'refund',
  );
  const paid = all.filter(({ status }) => status === 'success');
  const currencies = currenciesOf(refund, order);
  const wanted = money(choice, currencies[choice]);
  const used = new Set(
    paid.map((transaction) => currencyCode(transaction['currency'])),
  );
  const [only] = used;
  const other = choice === 'shop' ? 'presentment' : 'shop';
  const inOther = money(other, currencies[other]);
  const paidIn = (currency: string | undefined) =>
    sum(paid.map(({ amount }) => toMinor(amount, currency)));
  const result = (inMoney: Money, total: Minor | undefined): RefundMoney => ({
    money: inMoney,
    total,
    ...partsOf(refund, inMoney),
    hasPending: all.some(({ status }) => status === 'pending'),
  });
  if (used.size > 1) return result(wanted, undefined);
  if (only === undefined || only === wanted.currency)
    return result(wanted, paidIn(wanted.currency));
  const amount = paidIn(only);
  const total =
    only === inOther.currency && wanted.currency !== undefined
      ? converted(amount, rateOf(refund, wanted, inOther, order))
      : undefined;
  // Without a rate it is told of in the currency that it was paid in.
  return total === undefined
    ? result(money(other, only), amount)
    : result(wanted, total);
}

function partsOf(refund: Json, money: Money) {
  const { read } = money;
  const lines = objects(refund['refund_line_items']);
  const shipping = shippingOf(refund, money);
  return {
    subtotal: sum(lines.map((line) => read(line, 'subtotal'))),
    tax: sum([
      ...lines.map((line) => read(line, 'total_tax')),
      ...shipping.map(({ tax }) => tax),
      ...othersOf(refund).map((each) => negated(read(each, 'tax_amount') ?? 0)),
    ]),
    shipping: sum(shipping.map(({ amount }) => amount)),
  };
}

/**
 * What the refund reckons with: Σ (subtotal + tax) of its lines and of its shipping − Σ (amount + tax) of its other
 * adjustments, which are positive for money that is kept.
 */
function reckoned(refund: Json, money: Money): Minor | undefined {
  const { read } = money;
  return sum([
    ...objects(refund['refund_line_items']).flatMap((line) => [
      read(line, 'subtotal'),
      read(line, 'total_tax'),
    ]),
    ...shippingOf(refund, money).flatMap(({ amount, tax }) => [amount, tax]),
    ...othersOf(refund).flatMap((each) => [
      negated(read(each, 'amount')),
      negated(read(each, 'tax_amount') ?? 0),
    ]),
  ]);
}

/**
 * The shipping that is refunded. Until API version 2024-10 it is an adjustment, which is negative, and the lines may
 * repeat it; since then adjustments have no kind, and only the lines have it.
 *
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/refund
 */
function shippingOf(refund: Json, { read }: Money) {
  const adjustments = objects(refund['order_adjustments']).filter(isShipping);
  return adjustments.length > 0
    ? adjustments.map((each) => ({
        amount: negated(read(each, 'amount')),
        tax: negated(read(each, 'tax_amount') ?? 0),
      }))
    : objects(refund['refund_shipping_lines']).map((line) => ({
        amount: read(line, 'subtotal_amount'),
        tax: read(line, 'tax_amount') ?? 0,
      }));
}

const isShipping = ({ kind }: Json) => kind === 'shipping_refund';

function othersOf(refund: Json): readonly Json[] {
  return objects(refund['order_adjustments']).filter(
    (each) => !isShipping(each),
  );
}

type Rate = readonly [to: Minor, from: Minor] | undefined;

function rateOf(
  refund: Json,
  wanted: Money,
  other: Money,
  order: KnownOrder | undefined,
): Rate {
  const own = [reckoned(refund, wanted), reckoned(refund, other)] as const;
  if (isRate(own)) return own;
  if (!order) return undefined;
  const totals =
    wanted.choice === 'shop'
      ? ([order.total, order.presentmentTotal] as const)
      : ([order.presentmentTotal, order.total] as const);
  return isRate(totals) ? totals : undefined;
}

function isRate(
  rate: readonly [Minor | undefined, Minor | undefined],
): rate is readonly [Minor, Minor] {
  return (
    rate[0] !== undefined && rate[0] > 0 && rate[1] !== undefined && rate[1] > 0
  );
}

function converted(amount: Minor | undefined, rate: Rate): Minor | undefined {
  if (amount === undefined || rate === undefined) return undefined;
  const [to, from] = rate.map(BigInt) as [bigint, bigint];
  // In whole numbers, half a minor unit rounded up.
  return Number((BigInt(amount) * to * 2n + from) / (from * 2n));
}

/** The refund itself names its currencies only beside its amounts. */
function currenciesOf(
  refund: Json,
  order: KnownOrder | undefined,
): Readonly<Record<CurrencyChoice, string | undefined>> {
  const sets = [
    refund['total_duties_set'],
    ...objects(refund['refund_line_items']).map((line) => line['subtotal_set']),
    ...objects(refund['order_adjustments']).map((each) => each['amount_set']),
    ...objects(refund['refund_shipping_lines']).map(
      (line) => line['subtotal_amount_set'],
    ),
  ].filter(isObject);
  const named = (choice: CurrencyChoice) =>
    sets
      .map((set) => set[`${choice}_money`])
      .map((part) =>
        isObject(part) ? currencyCode(part['currency_code']) : undefined,
      )
      .find((code) => code !== undefined);
  const shop = order?.currency ?? named('shop');
  return {
    shop,
    presentment: order?.presentmentCurrency ?? named('presentment') ?? shop,
  };
}

function negated(amount: Minor | undefined): Minor | undefined {
  // Never −0, which is not 0 to everybody.
  return amount === undefined ? undefined : 0 - amount;
}
