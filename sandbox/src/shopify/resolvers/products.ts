import type { ProductFilter } from '@shopify/hydrogen-react/storefront-api-types';
import { productGid, type Product } from '../catalogue/product.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { facets } from '../list/facets.ts';
import { filtered } from '../list/filters.ts';
import { sorted, type SortKey } from '../list/sort.ts';

/** A list of products: filtered, sorted, and a page of it. Facets are counted only if somebody asks. */
export function productList(
  products: readonly Product[],
  /** How the connection calls its facets. */
  facetField: 'filters' | 'productFilters',
  options: {
    readonly filters?: readonly ProductFilter[] | null;
    readonly sortKey: SortKey;
    readonly page: PageArguments;
  },
  { currency }: Context,
) {
  const filters = options.filters ?? [];
  const { reverse, ...page } = options.page;
  const list = sorted(
    filtered(products, filters, currency),
    options.sortKey,
    reverse ?? false,
  );
  return {
    ...connection(list, page, productGid),
    [facetField]: () => facets(products, filters, currency),
  };
}
