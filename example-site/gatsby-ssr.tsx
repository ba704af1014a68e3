import type { GatsbySSR } from 'gatsby';
import * as React from 'react';
import { STORE } from './src/shop/storefront-api';

export { wrapPageElement } from './src/components/wrap-page-element';

export const onRenderBody: GatsbySSR['onRenderBody'] = ({
  setHeadComponents,
  setHtmlAttributes,
}) => {
  setHtmlAttributes({ lang: 'en' });
  setHeadComponents([
    <link key="icon" rel="icon" href="/favicon.svg" />,
    // Pictures and the cart come from there; asking early saves a round trip.
    <link key="shop" rel="preconnect" href={STORE} crossOrigin="" />,
  ]);
};
