import { Link } from 'gatsby';
import * as React from 'react';
import { useCart } from '../shop/cart';
import { useWishlist } from '../shop/wishlist';
import { ConsentBanner, openConsent } from './consent-banner';
import { NavLink } from './navigation';
import { Newsletter } from './newsletter';

export function Layout({ children }: { readonly children: React.ReactNode }) {
  const { cart } = useCart();
  const { wishes } = useWishlist();
  return (
    <>
      <header className="bar">
        <Link to="/" className="brand">
          Kettle &amp; Leaf
        </Link>
        <nav aria-label="Shop">
          <NavLink to="/search/" title="Search" placement="header" />
          <NavLink to="/wishlist/" title="Wishlist" placement="header">
            Wishlist ({wishes.length})
          </NavLink>
          <NavLink to="/cart/" title="Cart" placement="header">
            Cart ({cart?.totalQuantity ?? 0})
          </NavLink>
        </nav>
      </header>
      <main>{children}</main>
      <footer className="bar">
        <Newsletter />
        <nav aria-label="Your privacy">
          <NavLink to="/privacy/" title="Privacy" placement="footer" />
          <button type="button" className="link" onClick={openConsent}>
            Change my choice
          </button>
        </nav>
        <small>An example shop. Nothing here is for sale.</small>
      </footer>
      <ConsentBanner />
    </>
  );
}
