/** A shop's permanent domain. The header that carries it is not signed, so it is checked before it is used. */
export const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/;
