/** Where everything runs; the global set-up has started it. */
export interface Addresses {
  readonly site: string;
  readonly webhooks: string;
  readonly segment: string;
  readonly shopify: string;
  readonly webhookSecret: string;
  readonly shopDomain: string;
}

export const addresses = JSON.parse(
  process.env['STOREFRONT_ADDRESSES'] ?? '{}',
) as Addresses;
