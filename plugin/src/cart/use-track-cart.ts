import { useEffect, useRef } from 'react';
import { getStorefront } from '../instance.ts';
import type { Track } from './cart-event.ts';
import {
  readStorefrontCart,
  type StorefrontCart,
} from './read-storefront-cart.ts';
import { watchCart, type CartOptions, type CartWatch } from './watch-cart.ts';

export interface TrackCartOptions extends CartOptions {
  /** Reports the events; the plugin's own without it. */
  readonly track?: Track | undefined;
}

/**
 * Reports what happens to a cart that a site keeps in its state, whatever client it comes from. Once a page, near the
 * root: each use would report everything.
 *
 * @param cart undefined while it is not known whether there is one; **null once it is known that there is none**, so that
 *   the first product put into a new cart is told apart from a cart that was filled on an earlier visit
 */
export function useTrackCart(
  cart: StorefrontCart | null | undefined,
  options: TrackCartOptions = {},
): void {
  const watch = useRef<CartWatch>(undefined);
  // React may run an effect twice for one cart; between a cart and itself nothing has happened.
  useEffect(() => {
    watch.current ??= watchCart(options.track ?? trackByPlugin, options);
    if (cart !== undefined)
      watch.current.see({
        by: 'change',
        cart: cart && readStorefrontCart(cart, options),
      });
    // Options are usually a new object at each render; the cart alone says that something has happened.
  }, [cart]);
}

/** Looked up at each event, as the plugin may start later than a component. */
export const trackByPlugin: Track = (event, properties) => {
  getStorefront().track(event, properties);
};
