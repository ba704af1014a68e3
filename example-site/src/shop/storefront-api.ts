/**
 * Calls Shopify's Storefront API. The shop is named by GATSBY_SHOPIFY_STORE, such as
 * https://your-shop.myshopify.com, and its public token by GATSBY_SHOPIFY_TOKEN.
 */
export async function storefrontApi<Data>(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const response = await fetch(
    `${process.env.GATSBY_SHOPIFY_STORE ?? ''}/api/2026-07/graphql.json`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-shopify-storefront-access-token':
          process.env.GATSBY_SHOPIFY_TOKEN ?? '',
      },
      body: JSON.stringify({ query, variables }),
    },
  );
  const { data, errors } = (await response.json()) as {
    data?: Data;
    errors?: readonly { readonly message: string }[];
  };
  // With data beside it, an error is a part that is missing.
  if (!data || errors)
    throw new Error(
      `The Storefront API answered ${String(response.status)}: ${errors?.[0]?.message ?? 'no data'}`,
    );
  return data;
}
