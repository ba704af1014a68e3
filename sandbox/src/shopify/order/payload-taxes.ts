import type { Payload } from '../sample.ts';
import type { Order } from './order.ts';
import { taxesByRate, type OrderCost, type Tax } from './order-cost.ts';
import { moneySets } from './payload-money.ts';

/** The order's taxes, a line a rate; or the one that is picked. */
export function taxLines(
  order: Order,
  pick?: (cost: OrderCost) => Tax | undefined,
): Payload[] {
  const { both } = moneySets(order);
  const taxesOf = (cost: OrderCost): Tax[] => {
    if (!pick) return taxesByRate(cost);
    const tax = pick(cost);
    return tax ? [tax] : [];
  };
  return taxesOf(order.cost.shop).map(({ percent }, index) => {
    const set = both((cost) => taxesOf(cost)[index]?.amount ?? 0);
    return {
      title: 'VAT',
      rate: percent / 100,
      price: set.shop_money.amount,
      price_set: set,
      channel_liable: false,
    };
  });
}
