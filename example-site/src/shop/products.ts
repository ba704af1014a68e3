/** What the Storefront API says of a product, and how this shop shows it. */

export interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface Image {
  readonly url: string;
  readonly altText: string | null;
}

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string;
  readonly price: Money;
  readonly compareAtPrice: Money | null;
  readonly availableForSale: boolean;
  readonly image: Image | null;
  readonly selectedOptions: readonly {
    readonly name: string;
    readonly value: string;
  }[];
}

/** A product as lists and events need it. */
export interface ListedProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly featuredImage: Image | null;
  readonly variants: readonly Variant[];
}

export interface Product extends ListedProduct {
  readonly description: string;
  readonly tags: readonly string[];
  readonly options: readonly {
    readonly name: string;
    readonly values: readonly string[];
  }[];
  readonly plans: readonly SellingPlan[];
  readonly reviews: readonly Review[];
  readonly related: readonly ListedProduct[];
}

/** A way to have it delivered again and again. */
export interface SellingPlan {
  readonly id: string;
  readonly name: string;
}

export interface Review {
  readonly id: string;
  readonly author: string;
  readonly rating: number;
  readonly title: string;
  readonly body: string;
}

/** What to ask the Storefront API for, to have a `ListedProduct`. */
export const LISTED_PRODUCT = `
  id handle title vendor productType
  featuredImage { url altText }
  variants(first: 100) {
    nodes {
      id title sku availableForSale
      price { amount currencyCode } compareAtPrice { amount currencyCode }
      image { url altText } selectedOptions { name value }
    }
  }`;

/** A listed product as the Storefront API answers it. */
export type ListedNode = Omit<ListedProduct, 'variants'> & {
  readonly variants: { readonly nodes: readonly Variant[] };
};

export function listed<Node extends ListedNode>(product: Node) {
  return { ...product, variants: product.variants.nodes };
}

/** A price as people write it. */
export function formatMoney({ amount, currencyCode }: Money): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currencyCode,
  }).format(Number(amount));
}

/** The id in a global id: the one that Shopify's webhooks carry too. */
export function plainId(gid: string): string {
  return gid.split('/').at(-1)?.split('?')[0] ?? gid;
}
