import { Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import * as api from '../shop/cart-api';
import type { Cart, CartLine } from '../shop/cart-api';
import { describeCheckout } from '../shop/describe-cart';
import { formatMoney } from '../shop/products';
import { CouponForm, GiftCardForm } from './codes';
import { Picture } from './picture';

/** What is in the cart, what is taken off it, and the way to the checkout: in the drawer and on the cart's page. */
export function CartContents() {
  const { cart } = useCart();
  if (!cart || cart.totalQuantity === 0)
    return (
      <p>
        Nothing in it yet. <Link to="/">Find a tea</Link>
      </p>
    );
  return (
    <div className="cart">
      <ul className="lines">
        {cart.lines.nodes.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      <div className="summary">
        <CouponForm cart={cart} />
        <GiftCardForm cart={cart} />
        <Totals cart={cart} />
        <CheckOut cart={cart} />
      </div>
    </div>
  );
}

function Line({
  line: { id, quantity, cost, merchandise, sellingPlanAllocation },
}: {
  readonly line: CartLine;
}) {
  const { change } = useCart();
  const { product, title, image } = merchandise;
  // Product Added and Product Removed come from the cart itself: src/shop/cart.tsx.
  const set = (wanted: number) =>
    void change((cartId) => api.setQuantity(cartId, id, wanted));
  return (
    <li>
      <Picture image={image} size={72} />
      <div>
        <Link to={`/products/${product.handle}/`}>{product.title}</Link>
        {title !== 'Default Title' && <span className="kind">{title}</span>}
        {sellingPlanAllocation && (
          <span className="kind">{sellingPlanAllocation.sellingPlan.name}</span>
        )}
        <label className="quantity">
          Quantity{' '}
          <input
            type="number"
            min={0}
            value={quantity}
            onChange={({ target }) => {
              set(target.valueAsNumber || 0);
            }}
          />
        </label>
        <button
          type="button"
          className="link"
          onClick={() => {
            set(0);
          }}
        >
          Remove <span className="hidden">{product.title}</span>
        </button>
      </div>
      <span className="amount">{formatMoney(cost.totalAmount)}</span>
    </li>
  );
}

function Totals({ cart }: { readonly cart: Cart }) {
  return (
    <dl className="totals">
      {cart.appliedGiftCards.map(({ id, lastCharacters, amountUsed }) => (
        <React.Fragment key={id}>
          <dt>Gift card …{lastCharacters}</dt>
          <dd>−{formatMoney(amountUsed)}</dd>
        </React.Fragment>
      ))}
      <dt>Total</dt>
      <dd className="price">{formatMoney(cart.cost.totalAmount)}</dd>
    </dl>
  );
}

function CheckOut({ cart }: { readonly cart: Cart }) {
  const { checkOut } = useCart();
  const track = useTrack();
  const leave = () => {
    const started = describeCheckout(cart);
    if (started) track('Checkout Started', started);
    void checkOut();
  };
  return (
    <>
      <button type="button" className="wide" onClick={leave}>
        Go to checkout
      </button>
      <p className="fine">
        Shipping and tax are reckoned there.{' '}
        <Link to="/checkout/">Send it abroad, or pay another way</Link>
      </p>
    </>
  );
}
