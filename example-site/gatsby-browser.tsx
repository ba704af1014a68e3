import './src/style.css';
import 'vanilla-cookieconsent/dist/cookieconsent.css';

import {
  getStorefront,
  type Storefront,
} from 'gatsby-plugin-storefront-events';

import * as React from 'react';
import { hydrateRoot } from 'react-dom/client';

declare global {
  interface Window {
    /** For trying things in the browser's console: `storefront.inspect()`. */
    storefront?: Storefront;
  }
}

/** React takes over in small steps, so that a slow phone answers a tap meanwhile. */
export const replaceHydrateFunction =
  () => (app: React.ReactNode, container: Element) => {
    React.startTransition(() => {
      hydrateRoot(container, app);
    });
  };

export const onInitialClientRender = () => {
  window.storefront = getStorefront();
};

export { wrapPageElement } from './src/components/wrap-page-element';
