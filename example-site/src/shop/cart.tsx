import {
  getStorefront,
  useCartAttributes,
} from 'gatsby-plugin-storefront-events';
import { useTrackCart } from 'gatsby-plugin-storefront-events/cart/use-track-cart';
import * as React from 'react';
import * as api from './cart-api';
import type { Buyer, Cart, NewLine } from './cart-api';
import { urlOf } from './plan-product';

interface CartActions {
  /** Undefined while it is not known whether there is one, null once it is known that there is none. */
  readonly cart: Cart | null | undefined;
  /** Puts lines into the cart; into a new one if there is none. */
  readonly add: (lines: readonly NewLine[]) => Promise<Cart>;
  /** Changes the cart, if there is one: `change((id) => api.setQuantity(id, …))`. */
  readonly change: (edit: (id: string) => Promise<Cart>) => Promise<void>;
  /** Says who buys; remembered for a cart that is made later. */
  readonly setBuyer: (buyer: Buyer) => Promise<void>;
  /** Leaves for Shopify's checkout, with the visitor's choice. `payment` is one of its accelerated checkouts. */
  readonly checkOut: (payment?: string) => Promise<void>;
}

/** How long the visitor waits at most for the last events to leave, in milliseconds. */
const FLUSH_MS = 500;

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
  /** The cart of an earlier visit; null if there is none, or it cannot be had. */
  const earlier = React.useRef<Promise<Cart | null>>(Promise.resolve(null));
  const actions = useActions(cart, setCart, earlier);

  React.useEffect(() => {
    const id = localStorage.getItem(STORAGE_KEY);
    earlier.current = (
      id === null ? Promise.resolve(undefined) : api.findCart(id)
    ).then(
      (found) => {
        if (found !== undefined && found.totalQuantity > 0) return found;
        // Another tab may have a new one by now.
        if (localStorage.getItem(STORAGE_KEY) === id)
          localStorage.removeItem(STORAGE_KEY);
        return null;
      },
      // It may be found on the next page.
      (error: unknown) => {
        report(error);
        return null;
      },
    );
    void earlier.current.then((found) => {
      setCart((current) => current ?? found);
    });
  }, []);

  // Product Added and Removed, coupons and gift cards: all of them by what the cart was and is.
  useTrackCart(cart, { urlOf });

  // The visitor's choice goes along to the checkout, and comes back on the order.
  useCartAttributes(cart ?? undefined, async (attributes) => {
    if (cart) setCart(await api.setAttributes(cart.id, attributes));
  });

  const value = React.useMemo(() => ({ cart, ...actions }), [cart, actions]);
  return <CartContext.Provider value={value}>{children}</CartContext.Provider>;
}

/** What can be done with a cart, whatever it is by then. */
function useActions(
  cart: Cart | null | undefined,
  setCart: (cart: Cart) => void,
  earlier: React.RefObject<Promise<Cart | null>>,
): Omit<CartActions, 'cart'> {
  const latest = React.useRef(cart);
  React.useEffect(() => {
    latest.current = cart;
  }, [cart]);
  const buyer = React.useRef<Buyer>({});
  return React.useMemo(() => {
    const keep = (changed: Cart) => {
      localStorage.setItem(STORAGE_KEY, changed.id);
      latest.current = changed;
      setCart(changed);
      return changed;
    };
    const change = async (edit: (id: string) => Promise<Cart>) => {
      if (latest.current) keep(await edit(latest.current.id));
    };
    const create = async (lines: readonly NewLine[]) =>
      keep(await api.createCart(lines, buyer.current));
    return {
      change,
      add: async (lines) => {
        const known = latest.current ?? (await earlier.current);
        return known
          ? keep(await api.addLines(known.id, lines))
          : create(lines);
      },
      setBuyer: async (given) => {
        buyer.current = { ...buyer.current, ...given };
        await change((id) => api.setBuyer(id, given));
      },
      checkOut: async (payment) => {
        await getStorefront().flush(FLUSH_MS);
        // Only now: a choice that was made meanwhile has changed the address.
        const url = new URL(
          latest.current?.checkoutUrl ?? window.location.href,
        );
        if (payment !== undefined) url.searchParams.set('payment', payment);
        window.location.assign(url);
      },
    };
  }, [setCart, earlier]);
}

function report(error: unknown) {
  console.error(error);
}
