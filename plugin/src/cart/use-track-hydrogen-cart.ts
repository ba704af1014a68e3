import { useEffect, useRef } from 'react';
import {
  readStorefrontCart,
  type StorefrontCart,
} from './read-storefront-cart.ts';
import { trackByPlugin, type TrackCartOptions } from './use-track-cart.ts';
import { watchCart, type CartWatch } from './watch-cart.ts';

/** What `useCart()` of @shopify/hydrogen-react gives. */
export interface HydrogenCart extends StorefrontCart {
  /** `uninitialized`, `creating`, `fetching`, `updating` or `idle`. */
  readonly status: string;
}

/**
 * Reports what happens to the cart of hydrogen-react's `CartProvider`, in a component inside it:
 * `useTrackHydrogenCart(useCart())`. Once a page. `onLineAddComplete` and its like are not enough: they say nothing of
 * what was added, and are silent for the first product, which creates the cart.
 *
 * @see https://shopify.dev/docs/api/hydrogen-react/latest/hooks/usecart
 */
export function useTrackHydrogenCart(
  cart: HydrogenCart,
  options: TrackCartOptions = {},
): void {
  const watch = useRef<CartWatch>(undefined);
  useEffect(() => {
    watch.current ??= watchCart(options.track ?? trackByPlugin, options);
    const { status, id } = cart;
    if (status === 'fetching') watch.current.forget();
    if (status === 'creating') watch.current.expectNew();
    // While updating it shows what it hopes for. Idle without an id, the cart has been paid or has expired.
    if (status === 'idle')
      watch.current.see({
        by: 'change',
        cart: id === undefined ? null : readStorefrontCart(cart, options),
      });
  }, [cart]);
}
