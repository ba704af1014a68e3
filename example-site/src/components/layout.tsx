import { Link } from 'gatsby';
import * as React from 'react';
import { useCart } from '../shop/cart';
import { ConsentBanner, openConsent } from './consent-banner';

export function Layout({ children }: { readonly children: React.ReactNode }) {
  const { cart } = useCart();
  return (
    <>
      <header className="bar">
        <Link to="/" className="brand">
          Kettle &amp; Leaf
        </Link>
        <Link to="/cart/">Cart ({cart?.totalQuantity ?? 0})</Link>
      </header>
      <main>{children}</main>
      <footer className="bar">
        <small>An example shop. Nothing here is for sale.</small>
        <button type="button" className="link" onClick={openConsent}>
          Change my choice
        </button>
      </footer>
      <ConsentBanner />
    </>
  );
}
