import { getStorefront } from 'gatsby-plugin-storefront-events';
import * as React from 'react';

export const wrapRootElement = ({ element }) => (
  <React.StrictMode>{element}</React.StrictMode>
);

export const onInitialClientRender = () => {
  window.storefront = getStorefront();
  window.reactVersion = React.version;
};
