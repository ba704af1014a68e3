/**
 * Everything about the plugin that is a function, because Gatsby cannot pass functions through plugin options.
 *
 * To change it, create `src/gatsby-plugin-storefront-events/config.ts` in your site and export your own `storefrontConfig`:
 * Gatsby uses that file instead of this one ("shadowing").
 *
 * This file is compiled by the site, not by the plugin, and so may import types only. Do not name an export `config`:
 * Gatsby takes that, in any file it scans, for a page's server-side configuration and builds its rendering engines.
 */
import type { StorefrontConfig } from '../dist/storefront-config.js';

export const storefrontConfig: StorefrontConfig = {};
