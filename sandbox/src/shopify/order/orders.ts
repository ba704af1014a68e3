import { randomBytes } from 'node:crypto';
import type { Cart } from '../cart/cart.ts';
import type { Customers } from '../customers.ts';
import { countryOf } from '../markets.ts';
import { largeId } from './ids.ts';
import { orderOf, type Order } from './order.ts';

/** The orders of the local shop, in memory. */
export class Orders {
  readonly #orders = new Map<string, Order>();
  readonly #customers: Customers;
  readonly #now: () => Date;

  constructor(customers: Customers, now: () => Date) {
    this.#customers = customers;
    this.#now = now;
  }

  /** The order belongs to who is signed in, else to the customer with this address. */
  place(cart: Cart, email: string, origin: string): Order {
    const order = orderOf(cart, {
      id: largeId(),
      number: 1001 + this.#orders.size,
      key: randomBytes(16).toString('hex'),
      at: this.#now(),
      country: countryOf(cart.buyer.countryCode),
      customer:
        this.#customers.find(cart.buyer.customerId) ??
        this.#customers.findOrAdd(email),
      email,
      origin,
    });
    this.#orders.set(order.id, order);
    return order;
  }

  /** With the key only: an order says who bought what. */
  find(id: string, key: string | undefined): Order | undefined {
    const order = this.#orders.get(id);
    return order?.key === key ? order : undefined;
  }

  /** A customer's, the oldest first. */
  of(customerId: string): Order[] {
    return [...this.#orders.values()].filter(
      ({ customer }) => customer.id === customerId,
    );
  }
}
