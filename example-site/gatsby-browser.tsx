import './src/style.css';
import 'vanilla-cookieconsent/dist/cookieconsent.css';

import {
  getStorefront,
  type Storefront,
} from 'gatsby-plugin-storefront-events';

declare global {
  interface Window {
    /** For trying things in the browser's console: `storefront.inspect()`. */
    storefront?: Storefront;
  }
}

export const onInitialClientRender = () => {
  window.storefront = getStorefront();
};

export { wrapPageElement } from './src/components/wrap-page-element';
