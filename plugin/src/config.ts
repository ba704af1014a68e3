/**
 * Everything about the plugin that is a function, because Gatsby cannot pass functions through plugin options.
 *
 * To change it, create `src/gatsby-plugin-storefront-events/config.ts` in your site and export your own `config`:
 * Gatsby uses that file instead of this one ("shadowing").
 *
 * This file is compiled by the site, not by the plugin, and so may import types only.
 */
import type { StorefrontConfig } from '../dist/storefront-config.js';

export const config: StorefrontConfig = {};
