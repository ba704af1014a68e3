import { graphql, Link, useStaticQuery } from 'gatsby';
import * as React from 'react';
import { useAccount } from '../shop/account';
import { useWishlist } from '../shop/wishlist';
import { CartDrawer } from './cart-drawer';
import { ConsentBanner, openConsent } from './consent-banner';
import { Count } from './count';
import { NavLink } from './navigation';
import { Newsletter } from './newsletter';

/** The header and the footer of every page. */
export function Layout({ children }: { readonly children: React.ReactNode }) {
  return (
    <>
      <Header />
      <main id="content">{children}</main>
      <Footer />
      <ConsentBanner />
    </>
  );
}

interface Collections {
  readonly allShopifyCollection: {
    readonly nodes: readonly {
      readonly handle: string;
      readonly title: string;
    }[];
  };
}

function Header() {
  const { wishes } = useWishlist();
  const { customer } = useAccount();
  const { allShopifyCollection } = useStaticQuery<Collections>(graphql`
    {
      allShopifyCollection {
        nodes {
          handle
          title
        }
      }
    }
  `);
  return (
    <header className="header">
      <div className="bar">
        <Link to="/" className="brand">
          Kettle &amp; Leaf
        </Link>
        <div className="tools">
          <nav aria-label="Your shop">
            <NavLink to="/search/" title="Search" placement="header" />
            <NavLink to="/account/" title="Account" placement="header">
              {customer?.firstName ?? 'Account'}
            </NavLink>
            <NavLink to="/wishlist/" title="Wishlist" placement="header">
              Wishlist <Count of={wishes.length} />
            </NavLink>
          </nav>
          <CartDrawer />
        </div>
      </div>
      <nav aria-label="Collections" className="bar collections">
        {allShopifyCollection.nodes.map(({ handle, title }) => (
          <NavLink
            key={handle}
            to={`/collections/${handle}/`}
            title={title}
            placement="header"
          />
        ))}
      </nav>
    </header>
  );
}

function Footer() {
  return (
    <footer className="footer">
      <div className="bar">
        <Newsletter />
        <nav aria-label="Your privacy">
          <NavLink to="/privacy/" title="Privacy" placement="footer" />
          <button type="button" className="link" onClick={openConsent}>
            Change my choice
          </button>
        </nav>
        <small>An example shop. Nothing here is for sale.</small>
      </div>
    </footer>
  );
}
