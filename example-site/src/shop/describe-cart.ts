import { cartViewed } from 'gatsby-plugin-storefront-events/cart/cart-viewed';
import { readStorefrontCart } from 'gatsby-plugin-storefront-events/cart/read-storefront-cart';
import type { Cart } from './cart-api';
import { urlOf } from './plan-product';

/** What events say of a cart: its id, its products and what they come to. Undefined for an empty one. */
export function describeCart(cart: Cart) {
  return cart.totalQuantity === 0
    ? undefined
    : cartViewed(readStorefrontCart(cart, { urlOf }))?.properties;
}

/** The same for Checkout Started, with what the visitor is about to pay. */
export function describeCheckout(cart: Cart) {
  const { amount, currencyCode } = cart.cost.totalAmount;
  const codes = cart.discountCodes
    .filter(({ applicable }) => applicable)
    .map(({ code }) => code);
  const described = describeCart(cart);
  return (
    described && {
      ...described,
      value: Number(amount),
      currency: currencyCode,
      ...(codes.length > 0 && { coupon: codes.join() }),
    }
  );
}
