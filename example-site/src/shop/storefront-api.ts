import { createStorefrontApiClient } from '@shopify/storefront-api-client';

/** The shop, such as your-shop.myshopify.com, and the public token of its Storefront API: README.md says where to find it. */
export const STORE = process.env.GATSBY_SHOPIFY_STORE ?? '';
const TOKEN = process.env.GATSBY_SHOPIFY_TOKEN ?? '';

const client = createStorefrontApiClient({
  storeDomain: STORE,
  apiVersion: '2026-07',
  // The client wants one; the local stand-in takes any.
  publicAccessToken: TOKEN === '' ? 'local' : TOKEN,
  customFetchApi: fetchLocally,
});

/**
 * Asks Shopify's Storefront API. What is asked for a visitor goes through `askForVisitor` instead.
 *
 * @throws what went wrong, in the words of Shopify
 * @see https://shopify.dev/docs/api/storefront
 */
export async function ask<Data>(
  operation: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const { data, errors } = await client.request<Data>(operation, { variables });
  // With data beside it, an error is a part that is missing.
  if (!data || errors)
    throw new Error(
      `The Storefront API answered: ${errors?.graphQLErrors?.[0]?.message ?? errors?.message ?? 'no data'}`,
    );
  return data;
}

/** The client knows https only, and the stand-in on this machine is plain http. */
function fetchLocally(url: string, init?: RequestInit): Promise<Response> {
  return fetch(url.replace(/^https:(?=\/\/127\.0\.0\.1:)/, 'http:'), init);
}
