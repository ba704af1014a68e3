import { useCartAttributes } from 'gatsby-plugin-storefront-events';
import { useTrackCart } from 'gatsby-plugin-storefront-events/cart/use-track-cart';
import * as React from 'react';
import * as api from './cart-api';
import type { Cart } from './cart-api';
import { urlOf } from './plan-product';

interface CartActions {
  /** Undefined while it is not known whether there is one, null once it is known that there is none. */
  readonly cart: Cart | null | undefined;
  readonly add: (variantId: string) => Promise<Cart>;
  readonly setQuantity: (lineId: string, quantity: number) => Promise<Cart>;
}

/** Needed for the shop to work: it remembers the cart, and nothing about the visitor. */
const STORAGE_KEY = 'cart_id';

const CartContext = React.createContext<CartActions | undefined>(undefined);

export function useCart(): CartActions {
  const actions = React.useContext(CartContext);
  if (!actions) throw new Error('useCart needs a CartProvider above it.');
  return actions;
}

export function CartProvider({
  children,
}: {
  readonly children: React.ReactNode;
}) {
  const [cart, setCart] = React.useState<Cart | null>();

  React.useEffect(() => {
    const id = localStorage.getItem(STORAGE_KEY);
    (id === null ? Promise.resolve(undefined) : api.findCart(id)).then(
      restore,
      report,
    );
    function restore(found: Cart | undefined) {
      const isOpen = found !== undefined && found.totalQuantity > 0;
      if (!isOpen) localStorage.removeItem(STORAGE_KEY);
      setCart((current) => current ?? (isOpen ? found : null));
    }
  }, []);

  const actions = React.useMemo((): CartActions => {
    const keep = (changed: Cart) => {
      localStorage.setItem(STORAGE_KEY, changed.id);
      setCart(changed);
      return changed;
    };
    return {
      cart,
      add: async (variantId) =>
        keep(
          await (cart
            ? api.addLine(cart.id, variantId)
            : api.createCart(variantId)),
        ),
      setQuantity: async (lineId, quantity) =>
        keep(await api.setQuantity(cart?.id ?? '', lineId, quantity)),
    };
  }, [cart]);

  // Product Added and Removed, coupons and gift cards: all of them by what the cart was and is.
  useTrackCart(cart, { urlOf });

  // The visitor's choice goes along to the checkout, and comes back on the order.
  useCartAttributes(cart ?? undefined, async (attributes) => {
    if (cart) setCart(await api.setAttributes(cart.id, attributes));
  });

  return (
    <CartContext.Provider value={actions}>{children}</CartContext.Provider>
  );
}

function report(error: unknown) {
  console.error(error);
}
