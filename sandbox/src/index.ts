export { createSegment } from './segment/api.ts';
export { WRITE_KEYS } from './segment/write-keys.ts';
export { createShopify } from './shopify/api.ts';
export type { ShopifyOptions } from './shopify/api.ts';
export { SHOP } from './shopify/shop.ts';
export { consistentOrder, orderJson } from './shopify/consistent-order.ts';
export { API_VERSION, samplePayload } from './shopify/sample.ts';
export { sign, webhookHeaders } from './shopify/webhooks.ts';
