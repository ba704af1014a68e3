import { Addresses } from './addresses.ts';
import { Carts } from './cart/carts.ts';
import { Customers } from './customers.ts';
import { Mails } from './mails.ts';
import { largeId } from './order/ids.ts';
import { Orders } from './order/orders.ts';

/** All that the local shop remembers; gone when it stops. */
export interface ShopState {
  readonly carts: Carts;
  readonly customers: Customers;
  readonly addresses: Addresses;
  readonly orders: Orders;
  readonly mails: Mails;
}

export function newState(now: () => Date): ShopState {
  const customers = new Customers(now, largeId);
  return {
    carts: new Carts(now),
    customers,
    addresses: new Addresses(largeId),
    orders: new Orders(customers, now),
    mails: new Mails(),
  };
}
