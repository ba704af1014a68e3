import { amountText, type Currency, type Minor } from '../money.ts';
import type { Order } from './order.ts';
import type { OrderCost } from './order-cost.ts';

export interface MoneySet {
  readonly shop_money: MoneyOfPayload;
  readonly presentment_money: MoneyOfPayload;
}

interface MoneyOfPayload {
  readonly amount: string;
  readonly currency_code: Currency;
}

/** Writes amounts of one order. */
export interface Sets {
  readonly currency: Currency;
  readonly presentment: Currency;
  /** An amount in both currencies: what is picked is reckoned in each by itself, so that both add up. */
  readonly both: (pick: (cost: OrderCost) => Minor) => MoneySet;
}

/** @see https://shopify.dev/docs/api/admin-rest/latest/resources/order: the `_set` fields */
export function moneySets({ cost }: Order): Sets {
  const { shop, presentment } = cost;
  const write = (amount: Minor, currency: Currency): MoneyOfPayload => ({
    amount: amountText(amount, currency),
    currency_code: currency,
  });
  return {
    currency: shop.cart.currency,
    presentment: presentment.cart.currency,
    both: (pick) => ({
      shop_money: write(pick(shop), shop.cart.currency),
      presentment_money: write(pick(presentment), presentment.cart.currency),
    }),
  };
}
