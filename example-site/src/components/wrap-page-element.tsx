import type { GatsbyBrowser } from 'gatsby';
import * as React from 'react';
import { CartProvider } from '../shop/cart';
import { WishlistProvider } from '../shop/wishlist';
import { Layout } from './layout';

/** What stays while the visitor goes from page to page. */
export const wrapPageElement: GatsbyBrowser['wrapPageElement'] = ({
  element,
}) => (
  <CartProvider>
    <WishlistProvider>
      <Layout>{element}</Layout>
    </WishlistProvider>
  </CartProvider>
);
