import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct, type EventProduct } from './plan-product';
import type { Variant } from './products';

/** One thing somebody wishes for. */
export interface Wish {
  readonly product: EventProduct;
  readonly variant: Variant;
}

interface Wishlist {
  readonly wishes: readonly Wish[];
  readonly has: (variantId: string) => boolean;
  readonly toggle: (wish: Wish) => void;
}

/** What every wishlist event of this shop carries: there is one list a browser. */
export const WISHLIST = { wishlist_id: 'browser', wishlist_name: 'Wishlist' };

/** Written when somebody wishes for something, and never before. */
const STORAGE_KEY = 'wishlist';

const WishlistContext = React.createContext<Wishlist | undefined>(undefined);

export function useWishlist(): Wishlist {
  const wishlist = React.useContext(WishlistContext);
  if (!wishlist)
    throw new Error('useWishlist needs a WishlistProvider above it.');
  return wishlist;
}

export function WishlistProvider({
  children,
}: {
  readonly children: React.ReactNode;
}) {
  const wishes = React.useSyncExternalStore(subscribe, readWishes, () => NONE);
  const track = useTrack();

  const wishlist = React.useMemo((): Wishlist => {
    const has = (variantId: string) =>
      wishes.some(({ variant }) => variant.id === variantId);
    return {
      wishes,
      has,
      toggle({ product, variant }) {
        const { id, handle, title, vendor, productType } = product;
        const wish: Wish = {
          product: { id, handle, title, vendor, productType },
          variant,
        };
        const isThere = has(wish.variant.id);
        const next = isThere
          ? wishes.filter(({ variant }) => variant.id !== wish.variant.id)
          : [...wishes, wish];
        track(
          isThere
            ? 'Product Removed from Wishlist'
            : 'Product Added to Wishlist',
          { ...planProduct(wish.product, wish.variant), ...WISHLIST },
        );
        writeWishes(next);
      },
    };
  }, [wishes, track]);

  return (
    <WishlistContext.Provider value={wishlist}>
      {children}
    </WishlistContext.Provider>
  );
}

const NONE: readonly Wish[] = [];
const listeners = new Set<() => void>();
let last: { text: string; wishes: readonly Wish[] } | undefined;

/** The same list until it changes. */
function readWishes(): readonly Wish[] {
  const text = localStorage.getItem(STORAGE_KEY);
  if (text === null) return NONE;
  if (last?.text !== text) last = { text, wishes: parse(text) };
  return last.wishes;
}

/** What somebody else has written there is no wish. */
function parse(text: string): readonly Wish[] {
  try {
    const wishes: unknown = JSON.parse(text);
    return Array.isArray(wishes) ? (wishes as Wish[]) : NONE;
  } catch {
    return NONE;
  }
}

function writeWishes(wishes: readonly Wish[]): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(wishes));
  listeners.forEach((listener) => {
    listener();
  });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function WishButton(wish: Wish) {
  const { has, toggle } = useWishlist();
  const isWished = has(wish.variant.id);
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={isWished}
      onClick={() => {
        toggle(wish);
      }}
    >
      {isWished ? 'On your wishlist' : 'Add to wishlist'}
    </button>
  );
}
