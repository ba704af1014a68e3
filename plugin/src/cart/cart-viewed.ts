import { sum, toDecimal } from '@storefront-events/plan/money';
import { defined } from '../products/plan-product.ts';
import type { Cart } from './cart.ts';
import { cartProduct, type CartEvent } from './cart-event.ts';

/**
 * What Cart Viewed says of a cart; undefined where its id or its lines are not known. The value is that of the lines after
 * their discounts: before tax, shipping, gift cards and discounts on the whole cart.
 */
export function cartViewed(cart: Cart): CartEvent<'Cart Viewed'> | undefined {
  const { id, lines, currency } = cart;
  if (id === undefined || !lines) return undefined;
  const value = sum(lines.map(({ total }) => total));
  const products = lines.flatMap((line, index) => {
    const product = cartProduct({ line, quantity: line.quantity });
    return product ? { ...product, position: index + 1 } : [];
  });
  return {
    name: 'Cart Viewed',
    properties: {
      cart_id: id,
      ...defined({
        currency,
        value:
          value === undefined || currency === undefined
            ? undefined
            : toDecimal(value, currency),
      }),
      products,
    },
  };
}
