import { SHOP } from '../shop.ts';
import type { Minor } from '../money.ts';

export interface Product {
  /** Ids beyond 2^53 are real at Shopify, so this shop has them too. */
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly createdAt: string;
  /** Place among the best-selling, from 1. */
  readonly rank: number;
  readonly shape: Shape;
  /** Two colours of its picture. */
  readonly colours: readonly [string, string];
  readonly options: readonly ProductOption[];
  readonly variants: readonly Variant[];
}

export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string;
  /** In the shop's currency, as all money here is. */
  readonly price: Minor;
  readonly compareAtPrice?: Minor;
  readonly stock: number;
  readonly grams: number;
  readonly selectedOptions: readonly SelectedOption[];
}

export interface SelectedOption {
  readonly name: string;
  readonly value: string;
}

/** What its picture shows. */
export type Shape = 'tin' | 'pot' | 'bowl' | 'cups';

/** What is different from product to product. */
export type ProductData = Omit<
  Product,
  'id' | 'vendor' | 'createdAt' | 'options' | 'variants'
> & {
  readonly variants: readonly VariantData[];
};

export type VariantData = Omit<
  Variant,
  'id' | 'title' | 'sku' | 'selectedOptions' | 'stock'
> & {
  /** Its value of each option, in order. */
  readonly values: readonly string[];
  readonly sku: string;
  readonly stock?: number;
};

/**
 * The product with this number, from 1. The options are those that its variants have; what has no choice has Shopify's
 * own "Title: Default Title".
 */
export function product(
  number: number,
  optionNames: readonly string[],
  data: ProductData,
): Product {
  const digits = `9829119461545${String(number).padStart(2, '0')}`;
  const names = optionNames.length > 0 ? optionNames : ['Title'];
  const variants = data.variants.map(
    ({ values, stock = 250, ...variant }, index): Variant => ({
      ...variant,
      id: `${String(41 + index)}${digits}`,
      title: values.join(' / '),
      stock,
      selectedOptions: names.map((name, at) => ({
        name,
        value: values[at] ?? '',
      })),
    }),
  );
  return {
    ...data,
    id: `820${digits}`,
    vendor: SHOP.name,
    createdAt: new Date(Date.UTC(2026, number - 1, 5, 9)).toISOString(),
    options: names.map((name, at) => ({
      name,
      values: [...new Set(data.variants.map(({ values }) => values[at] ?? ''))],
    })),
    variants,
  };
}

/** @see https://shopify.dev/docs/api/usage/gids */
export function productGid({ id }: Pick<Product, 'id'>): string {
  return `gid://shopify/Product/${id}`;
}

export function variantGid({ id }: Pick<Variant, 'id'>): string {
  return `gid://shopify/ProductVariant/${id}`;
}

export function isForSale({ stock }: Variant): boolean {
  return stock > 0;
}

export function lowestPrice({ variants }: Product): Minor {
  return Math.min(...variants.map(({ price }) => price));
}

export function highestPrice({ variants }: Product): Minor {
  return Math.max(...variants.map(({ price }) => price));
}
