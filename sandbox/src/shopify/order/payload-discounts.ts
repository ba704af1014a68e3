import type { Discount } from '../cart/discounts.ts';
import { amountText, convert, total } from '../money.ts';
import type { Payload } from '../sample.ts';
import type { Order } from './order.ts';
import type { OrderCost } from './order-cost.ts';
import { moneySets } from './payload-money.ts';

/** The discounts that take something off, in the order in which allocations count them. */
export function discountsOf({ cost }: Order): Discount[] {
  return [
    ...new Set(
      cost.shop.lines.flatMap(({ discounts }) =>
        discounts.map(({ discount }) => discount),
      ),
    ),
  ];
}

export function discountFields(order: Order): Payload {
  const { currency } = moneySets(order);
  const discounts = discountsOf(order);
  return {
    discount_codes: discounts.map((discount) => ({
      code: discount.code,
      amount: amountText(amountOf(order.cost.shop, discount), currency),
      type: discount.scope === 'lines' ? 'percentage' : 'fixed_amount',
    })),
    discount_applications: discounts.map((discount) => ({
      target_type: 'line_item',
      type: 'discount_code',
      code: discount.code,
      allocation_method: 'across',
      ...(discount.scope === 'lines'
        ? {
            value: `${String(discount.percent)}.0`,
            value_type: 'percentage',
            target_selection: discount.isForAll ? 'all' : 'entitled',
          }
        : {
            value: amountText(convert(discount.amount, currency), currency),
            value_type: 'fixed_amount',
            target_selection: 'all',
          }),
    })),
  };
}

/** What is off the line at this place. */
export function allocationsOf(order: Order, place: number): Payload[] {
  const { both } = moneySets(order);
  const all = discountsOf(order);
  const own = order.cost.shop.lines[place]?.discounts ?? [];
  return own.map(({ discount }) => {
    const set = both(
      ({ lines }) =>
        lines[place]?.discounts.find((each) => each.discount === discount)
          ?.amount ?? 0,
    );
    return {
      amount: set.shop_money.amount,
      amount_set: set,
      discount_application_index: all.indexOf(discount),
    };
  });
}

function amountOf({ lines }: OrderCost, wanted: Discount): number {
  return total(
    lines
      .flatMap(({ discounts }) => discounts)
      .filter(({ discount }) => discount === wanted)
      .map(({ amount }) => amount),
  );
}
