// Gatsby finds this file by its name; the plugin itself is in dist/.
export {
  onCreateWebpackConfig,
  onPreInit,
  pluginOptionsSchema,
} from './dist/gatsby-node.js';
