// Gatsby finds this file by its name; the plugin itself is in dist/.
export { onPreRenderHTML } from './dist/gatsby-ssr.js';
