import type { GatsbyBrowser } from 'gatsby';
import * as React from 'react';
import { AccountProvider } from '../shop/account';
import { CartProvider } from '../shop/cart';
import { WishlistProvider } from '../shop/wishlist';
import { Layout } from './layout';

/** What stays while the visitor goes from page to page. */
export const wrapPageElement: GatsbyBrowser['wrapPageElement'] = ({
  element,
}) => (
  <CartProvider>
    <AccountProvider>
      <WishlistProvider>
        <Layout>{element}</Layout>
      </WishlistProvider>
    </AccountProvider>
  </CartProvider>
);
