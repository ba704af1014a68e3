import { Link, type HeadFC } from 'gatsby';
import { getStorefront, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import type { Cart } from '../shop/cart-api';
import { planProduct } from '../shop/plan-product';
import { formatMoney, numericId } from '../shop/products';

/** How long the visitor waits at most for the last events to leave, in milliseconds. */
const FLUSH_MS = 500;

export default function CartPage() {
  const { cart, setQuantity } = useCart();
  const track = useTrack();
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
    track('Checkout Started', checkoutStarted(cart));
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

function checkoutStarted({ id, cost, lines }: Cart) {
  return {
    cart_id: numericId(id),
    value: Number(cost.totalAmount.amount),
    currency: cost.totalAmount.currencyCode,
    products: lines.nodes.map(({ merchandise, quantity }, index) => ({
      ...planProduct(merchandise.product, merchandise, quantity),
      position: index + 1,
    })),
  };
}

export const Head: HeadFC = () => <title>Cart · Kettle &amp; Leaf</title>;
