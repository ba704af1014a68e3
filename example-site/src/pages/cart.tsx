import { Link, type HeadFC } from 'gatsby';
import { getStorefront, useTrack } from 'gatsby-plugin-storefront-events';
import { cartViewed } from 'gatsby-plugin-storefront-events/cart/cart-viewed';
import { readStorefrontCart } from 'gatsby-plugin-storefront-events/cart/read-storefront-cart';
import * as React from 'react';
import { useCart } from '../shop/cart';
import type { Cart } from '../shop/cart-api';
import { urlOf } from '../shop/plan-product';
import { formatMoney } from '../shop/products';

/** How long the visitor waits at most for the last events to leave, in milliseconds. */
const FLUSH_MS = 500;

export default function CartPage() {
  const { cart, setQuantity } = useCart();
  const track = useTrack();
  useCartViewed(cart);

  if (!cart || cart.totalQuantity === 0)
    return (
      <>
        <h1>Your cart is empty</h1>
        <p>
          <Link to="/">Find a tea</Link>
        </p>
      </>
    );

  const checkOut = async () => {
    const event = describe(cart);
    if (event)
      track('Checkout Started', {
        ...event,
        value: Number(cart.cost.totalAmount.amount),
        currency: cart.cost.totalAmount.currencyCode,
      });
    await getStorefront().flush(FLUSH_MS);
    window.location.assign(cart.checkoutUrl);
  };

  return (
    <>
      <h1>Your cart</h1>
      <ul className="lines">
        {cart.lines.nodes.map(({ id, quantity, cost, merchandise }) => (
          <li key={id}>
            <Link to={`/products/${merchandise.product.handle}/`}>
              {merchandise.product.title}, {merchandise.title}
            </Link>
            <label>
              Quantity{' '}
              <input
                type="number"
                min={0}
                value={quantity}
                onChange={(event) => {
                  void setQuantity(id, event.target.valueAsNumber || 0);
                }}
              />
            </label>
            <span>{formatMoney(cost.totalAmount)}</span>
          </li>
        ))}
      </ul>
      <p className="price">Total {formatMoney(cart.cost.totalAmount)}</p>
      <button type="button" onClick={() => void checkOut()}>
        Go to checkout
      </button>
    </>
  );
}

/** Reports that the cart is being looked at: once a visit of this page. */
function useCartViewed(cart: Cart | null | undefined) {
  const track = useTrack();
  const viewed = React.useRef<string>(undefined);
  React.useEffect(() => {
    if (!cart || cart.totalQuantity === 0 || viewed.current === cart.id) return;
    viewed.current = cart.id;
    const event = describe(cart);
    if (event) track('Cart Viewed', event);
  }, [cart, track]);
}

/** What Cart Viewed says of a cart: its id, its products and what they come to. */
function describe(cart: Cart) {
  return cartViewed(readStorefrontCart(cart, { urlOf }))?.properties;
}

export const Head: HeadFC = () => <title>Cart · Kettle &amp; Leaf</title>;
