import { createAdminApiClient } from '@shopify/admin-api-client';
import type { AdminConfig } from '../config.ts';
import { isObject, objects, text, type Json } from './payload.ts';

/** An order as a webhook would have it, as far as the ledger wants to know it. */
export type LookedUp =
  | { readonly status: 'found'; readonly order: Json }
  | { readonly status: 'unknown' }
  /** Not why in Shopify's words: they may quote. */
  | { readonly status: 'failed'; readonly reason: string };

export type OrderLookUp = (orderId: string) => Promise<LookedUp>;

const TIMEOUT_MS = 10_000;

/** What a refund or a shipment does not say of its order. */
const QUERY = `query Order($id: ID!) {
  order(id: $id) {
    id
    name
    test
    sourceName
    tags
    createdAt
    currencyCode
    presentmentCurrencyCode
    totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
    customAttributes { key value }
    customer { id email: defaultEmailAddress { emailAddress } }
  }
}`;

/**
 * Asks the Admin API for an order. It never rejects.
 *
 * @param stopping aborted when the service is to stop: whatever is asked then has failed
 * @see https://shopify.dev/docs/api/admin-graphql/latest/queries/order
 */
export function createOrderLookUp(
  { shop, token, apiVersion }: AdminConfig,
  fetch: typeof globalThis.fetch,
  stopping: AbortSignal,
): OrderLookUp {
  const client = createAdminApiClient({
    storeDomain: shop,
    apiVersion,
    accessToken: token,
    customFetchApi: (url, init) =>
      fetch(url, {
        ...init,
        signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
      }),
  });
  return async (orderId) => {
    try {
      const { data, errors } = await client.request<Json>(QUERY, {
        variables: { id: `gid://shopify/Order/${orderId}` },
      });
      if (errors)
        return {
          status: 'failed',
          reason: `the Admin API answered ${String(errors.networkStatusCode ?? 'nothing')}`,
        };
      const order = data?.['order'];
      return isObject(order)
        ? { status: 'found', order: asPayload(order) }
        : { status: 'unknown' };
    } catch (error) {
      return { status: 'failed', reason: (error as Error).name };
    }
  };
}

/** In the names of the webhook, so that one reader reads both. */
function asPayload(order: Json): Json {
  const total = isObject(order['totalPriceSet']) ? order['totalPriceSet'] : {};
  const part = (name: string) => {
    const money = total[name];
    return isObject(money)
      ? { amount: money['amount'], currency_code: money['currencyCode'] }
      : undefined;
  };
  const customer = order['customer'];
  const { email } = isObject(customer) ? customer : {};
  const tags = order['tags'];
  return {
    admin_graphql_api_id: order['id'],
    name: order['name'],
    test: order['test'],
    source_name: order['sourceName'],
    tags: Array.isArray(tags) ? tags.join(',') : '',
    created_at: order['createdAt'],
    currency: order['currencyCode'],
    presentment_currency: order['presentmentCurrencyCode'],
    total_price: part('shopMoney')?.amount,
    total_price_set: {
      shop_money: part('shopMoney'),
      presentment_money: part('presentmentMoney'),
    },
    note_attributes: objects(order['customAttributes']).map(
      ({ key, value }) => ({ name: key, value }),
    ),
    customer: isObject(customer)
      ? {
          admin_graphql_api_id: customer['id'],
          email: isObject(email) ? text(email['emailAddress']) : undefined,
        }
      : null,
  };
}
