import { randomBytes } from 'node:crypto';
import { HOME_COUNTRY } from '../markets.ts';
import type { Cart, Edited } from './cart.ts';

/** The carts of the local shop, in memory. */
export class Carts {
  readonly #carts = new Map<string, Cart>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** An empty cart, which is not kept before something was done to it. */
  blank(countryCode: string = HOME_COUNTRY.code): Cart {
    const at = this.#now();
    return {
      token: `c1-${randomBytes(12).toString('hex')}`,
      key: randomBytes(16).toString('hex'),
      createdAt: at,
      updatedAt: at,
      lines: [],
      lineCount: 0,
      attributes: [],
      discountCodes: [],
      giftCards: [],
      note: '',
      buyer: {
        countryCode,
        email: undefined,
        phone: undefined,
        customerId: undefined,
      },
    };
  }

  /** @param id a cart's global id, whose key must fit if it has one, or its token */
  find(id: string): Cart | undefined {
    const [path = '', query] = id.split('?');
    const cart = this.#carts.get(path.replace('gid://shopify/Cart/', ''));
    const key = new URLSearchParams(query).get('key');
    return key === null || key === cart?.key ? cart : undefined;
  }

  /** Keeps what came of a change, if it was not refused. */
  keep(edited: Edited): Edited {
    if ('errors' in edited) return edited;
    const cart = { ...edited.cart, updatedAt: this.#now() };
    this.#carts.set(cart.token, cart);
    return { cart, warnings: edited.warnings };
  }

  /** Forgets a cart, which has become an order. */
  close({ token }: Cart): void {
    this.#carts.delete(token);
  }
}
