// Gatsby finds this file by its name; the plugin itself is in dist/.
export { pluginOptionsSchema } from './dist/gatsby-node.js';
