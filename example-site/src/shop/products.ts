import { storefrontApi } from './storefront-api';

export interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string;
  readonly price: Money;
  /** Asked for where it can be put into a cart. */
  readonly availableForSale?: boolean;
}

export interface Product {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly description: string;
  readonly featuredImage: { readonly url: string; readonly altText: string };
  readonly variants: readonly Variant[];
}

export async function fetchProducts(): Promise<Product[]> {
  const { products } = await storefrontApi<{
    products: {
      nodes: (Omit<Product, 'variants'> & {
        variants: { nodes: Variant[] };
      })[];
    };
  }>(`{
    products(first: 100) {
      nodes {
        id handle title vendor productType description
        featuredImage { url altText }
        variants(first: 100) { nodes { id title sku availableForSale price { amount currencyCode } } }
      }
    }
  }`);
  return products.nodes.map((product) => ({
    ...product,
    variants: product.variants.nodes,
  }));
}

/** A price as people write it. */
export function formatMoney({ amount, currencyCode }: Money): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currencyCode,
  }).format(Number(amount));
}

/** The numeric id in a global id: the one that Shopify's webhooks carry too. */
export function numericId(gid: string): string {
  return gid.split('/').at(-1)?.split('?')[0] ?? gid;
}
