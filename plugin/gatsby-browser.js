// Gatsby finds this file by its name; the plugin itself is in dist/. src/config.ts is the one file a site shadows.
import { browserHooks } from './dist/gatsby-browser.js';
import { storefrontConfig } from './src/config.ts';

const hooks = browserHooks(storefrontConfig);

export const onClientEntry = hooks.onClientEntry;
export const onPreRouteUpdate = hooks.onPreRouteUpdate;
export const onRouteUpdate = hooks.onRouteUpdate;
