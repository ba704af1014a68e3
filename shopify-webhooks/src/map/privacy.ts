/** @see https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
import { customerSubject, orderSubject } from '../ledger.ts';
import { isObject, numericId, text, type Json } from '../shopify/payload.ts';
import { SHOP_DOMAIN } from '../shopify/shop-domain.ts';
import type { Erasure } from '../store/store.ts';

export const PRIVACY_TOPICS = [
  'customers/data_request',
  'customers/redact',
  'shop/redact',
] as const;

export type PrivacyResult =
  | {
      readonly status: 'erased';
      readonly reason: string;
      readonly erase: Erasure;
    }
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'dead'; readonly reason: string };

/**
 * What a privacy topic asks for. The topic is not signed, so the body must be of its kind: nothing is erased because
 * somebody sends an order under another name.
 */
export function privacyRequest(
  topic: string,
  payload: Json,
  shops: readonly string[],
): PrivacyResult {
  const domain = payload['shop_domain'];
  const shop =
    typeof domain === 'string' && SHOP_DOMAIN.test(domain) ? domain : undefined;
  const [only] = shops;
  const isOurs =
    shop !== undefined && (shops.length === 0 || shops.includes(shop));
  if (!('shop_id' in payload)) return dead('the body is no privacy request');
  const { customer } = payload;
  const customerId = isObject(customer) ? numericId(customer['id']) : undefined;
  if (topic === 'shop/redact') {
    if (isObject(customer))
      return dead('the body is about a customer, not a shop');
    if (!isOurs) return dead('the body names another shop');
    return {
      status: 'erased',
      reason: 'everything of the shop',
      erase: {
        scope: 'shop',
        shop,
        isOnlyShop: shop === only && shops.length === 1,
      },
    };
  }
  if (!isObject(customer) || customerId === undefined)
    return dead('the request names no customer');
  if (topic === 'customers/data_request')
    return isObject(payload['data_request'])
      ? {
          status: 'ignored',
          reason: 'answer it with: storefront-events held --customer ID',
        }
      : dead('the body is no data request');
  const orders = payload['orders_to_redact'];
  if (!Array.isArray(orders)) return dead('the body is no request to redact');
  const orderIds = orders.map(numericId).filter((id) => id !== undefined);
  return {
    status: 'erased',
    reason: 'everything of the customer',
    erase: {
      scope: 'customer',
      customer: customerSubject(customerId),
      orders: orderIds.map(orderSubject),
      names: [
        customerId,
        text(customer['email']),
        text(customer['phone']),
      ].filter((name) => name !== undefined),
    },
  };
}

function dead(reason: string): PrivacyResult {
  return { status: 'dead', reason };
}
