import type { HeadFC, PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { CartContents } from '../components/cart-contents';
import { PageHead } from '../components/page-head';
import { useCart } from '../shop/cart';
import type { Cart, NewLine } from '../shop/cart-api';
import { describeCart } from '../shop/describe-cart';
import { plainId } from '../shop/products';

export default function CartPage({ location }: PageProps) {
  const { cart } = useCart();
  useSharedCart(location.search);
  useCartViewed(cart);
  if (!cart || cart.totalQuantity === 0)
    return (
      <>
        <h1>Your cart is empty</h1>
        <CartContents />
      </>
    );
  return (
    <>
      <h1>Your cart</h1>
      <CartContents />
      <ShareCart cart={cart} />
    </>
  );
}

/** Reports that the cart is being looked at: once a visit of this page. */
function useCartViewed(cart: Cart | null | undefined) {
  const track = useTrack();
  const viewed = React.useRef<string>(undefined);
  React.useEffect(() => {
    const described = cart && describeCart(cart);
    if (!described || viewed.current === cart.id) return;
    viewed.current = cart.id;
    track('Cart Viewed', described);
  }, [cart, track]);
}

/** Gives somebody else the same cart: a link that fills theirs. */
function ShareCart({ cart }: { readonly cart: Cart }) {
  const [isShared, setShared] = React.useState(false);
  const track = useTrack();
  const share = async () => {
    track('Cart Shared', {
      cart_id: plainId(cart.id),
      share_via: 'link',
      products: describeCart(cart)?.products ?? [],
    });
    const url = new URL('/cart/', window.location.origin);
    url.searchParams.set('lines', linesText(cart));
    await navigator.clipboard.writeText(url.href);
    setShared(true);
  };
  return (
    <p>
      <button type="button" className="link" onClick={() => void share()}>
        {isShared ? 'Link copied' : 'Copy a link to a cart like this'}
      </button>
    </p>
  );
}

/** As Shopify's own cart links have it: `<variant>:<quantity>,…` */
function linesText({ lines }: Cart): string {
  return lines.nodes
    .map(
      ({ merchandise, quantity }) =>
        `${plainId(merchandise.id)}:${String(quantity)}`,
    )
    .join();
}

/** Fills the cart with what a link says, once it is known that it holds nothing of the visitor's own. */
function useSharedCart(search: string) {
  const { cart, add } = useCart();
  const text = new URLSearchParams(search).get('lines');
  const isTaken = React.useRef(false);
  React.useEffect(() => {
    if (text === null || cart !== null || isTaken.current) return;
    isTaken.current = true;
    const lines = text.split(',').flatMap((line): NewLine[] => {
      const [, id, quantity] = /^(\d+):(\d{1,3})$/.exec(line) ?? [];
      return id === undefined
        ? []
        : [
            {
              merchandiseId: `gid://shopify/ProductVariant/${id}`,
              quantity: Number(quantity),
            },
          ];
    });
    if (lines.length > 0) add(lines).catch(console.error);
  }, [text, cart, add]);
}

export const Head: HeadFC = () => (
  <PageHead title="Cart" description="What you are about to buy." />
);
