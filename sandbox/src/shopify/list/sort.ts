import type {
  ProductCollectionSortKeys,
  ProductSortKeys,
  SearchSortKeys,
} from '@shopify/hydrogen-react/storefront-api-types';
import { lowestPrice, type Product } from '../catalogue/product.ts';

export type SortKey =
  ProductSortKeys | ProductCollectionSortKeys | SearchSortKeys;

type Compare = (a: Product, b: Product) => number;

const byText = (text: (product: Product) => string): Compare => {
  return (a, b) => text(a).localeCompare(text(b), 'en');
};

/** What each key compares; undefined: the order that the list has already. */
const COMPARE: Readonly<Record<SortKey, Compare | undefined>> = {
  BEST_SELLING: (a, b) => a.rank - b.rank,
  COLLECTION_DEFAULT: undefined,
  CREATED: byText(({ createdAt }) => createdAt),
  CREATED_AT: byText(({ createdAt }) => createdAt),
  ID: byText(({ id }) => id),
  MANUAL: undefined,
  PRICE: (a, b) => lowestPrice(a) - lowestPrice(b),
  PRODUCT_TYPE: byText(({ productType }) => productType),
  RELEVANCE: undefined,
  TITLE: byText(({ title }) => title),
  UPDATED_AT: byText(({ createdAt }) => createdAt),
  VENDOR: byText(({ vendor }) => vendor),
};

/** @see https://shopify.dev/docs/api/storefront/latest/enums/ProductCollectionSortKeys */
export function sorted(
  products: readonly Product[],
  key: SortKey,
  reverse: boolean,
): Product[] {
  const compare = COMPARE[key];
  const list = compare ? [...products].sort(compare) : [...products];
  return reverse ? list.reverse() : list;
}
