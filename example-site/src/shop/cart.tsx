import { useCartAttributes } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import * as api from './cart-api';
import type { Cart } from './cart-api';

interface CartActions {
  readonly cart: Cart | undefined;
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
  const [cart, setCart] = React.useState<Cart>();

  React.useEffect(() => {
    const id = localStorage.getItem(STORAGE_KEY);
    if (id !== null) api.findCart(id).then(restore, report);
    function restore(found: Cart | undefined) {
      if (found && found.totalQuantity > 0) setCart(found);
      else localStorage.removeItem(STORAGE_KEY);
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

  // The visitor's choice goes along to the checkout, and comes back on the order.
  useCartAttributes(cart, async (attributes) => {
    if (cart) setCart(await api.setAttributes(cart.id, attributes));
  });

  return (
    <CartContext.Provider value={actions}>{children}</CartContext.Provider>
  );
}

function report(error: unknown) {
  console.error(error);
}
