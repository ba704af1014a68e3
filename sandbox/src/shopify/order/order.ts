import type { Cart } from '../cart/cart.ts';
import type { Customer } from '../customers.ts';
import type { Country } from '../markets.ts';
import { SHOP_CURRENCY } from '../money.ts';
import { orderCost, type OrderCost } from './order-cost.ts';

/** A paid cart. */
export interface Order {
  readonly id: string;
  /** 1001, 1002, … */
  readonly number: number;
  /** Opens the order's status page to whoever has it. */
  readonly key: string;
  readonly checkoutToken: string;
  readonly at: Date;
  readonly cart: Cart;
  readonly country: Country;
  readonly customer: Customer;
  readonly email: string;
  /** In the shop's currency, and in the one it was paid in. */
  readonly cost: { readonly shop: OrderCost; readonly presentment: OrderCost };
  readonly statusUrl: string;
}

/** The order that a cart becomes when it is paid. */
export function orderOf(
  cart: Cart,
  given: Pick<
    Order,
    'id' | 'number' | 'key' | 'at' | 'country' | 'customer' | 'email'
  > & { readonly origin: string },
): Order {
  const { origin, ...rest } = given;
  const { id, key, country } = given;
  return {
    ...rest,
    cart,
    checkoutToken: cart.key,
    cost: {
      shop: orderCost(cart, country, SHOP_CURRENCY),
      presentment: orderCost(cart, country, country.currency),
    },
    statusUrl: `${origin}/orders/${id}/authenticate?key=${key}`,
  };
}

/** How the order is called among people. */
export function nameOf({ number }: Pick<Order, 'number'>): string {
  return `#${String(number)}`;
}

export function orderGid({ id, key }: Pick<Order, 'id' | 'key'>): string {
  return `gid://shopify/Order/${id}?key=${key}`;
}
