import { Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import { describeCart } from '../shop/describe-cart';
import { CartContents } from './cart-contents';
import { Count } from './count';

/** The cart beside the page. Without JavaScript its link leads to the cart's page. */
export function CartDrawer() {
  const { cart } = useCart();
  const dialog = React.useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = React.useState(false);
  const track = useTrack();

  // Once its contents are there: their first button takes the focus.
  React.useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);

  const open = (event: React.MouseEvent) => {
    track('Navigation Clicked', {
      navigation_title: 'Cart',
      navigation_url: '/cart/',
      navigation_placement: 'header',
    });
    // There it is already.
    if (window.location.pathname.endsWith('/cart/')) return;
    event.preventDefault();
    setOpen(true);
    const viewed = cart && describeCart(cart);
    if (viewed) track('Cart Viewed', viewed);
  };
  const close = () => dialog.current?.close();

  return (
    <>
      <Link to="/cart/" className="tool" onClick={open} aria-haspopup="dialog">
        Cart <Count of={cart?.totalQuantity ?? 0} />
      </Link>
      <dialog
        ref={dialog}
        className="drawer"
        aria-label="Cart"
        onClose={() => {
          setOpen(false);
        }}
        // Whoever clicks beside it, or follows a link in it, is done with it.
        onClick={({ target }) => {
          const isDone =
            target === dialog.current || (target as Element).closest('a');
          if (isDone) close();
        }}
      >
        {isOpen && (
          <div className="drawer-body">
            <div className="bar">
              <h2>Your cart</h2>
              <button type="button" className="link" onClick={close}>
                Close
              </button>
            </div>
            <CartContents />
            <Link to="/cart/">Open the cart’s page</Link>
          </div>
        )}
      </dialog>
    </>
  );
}
