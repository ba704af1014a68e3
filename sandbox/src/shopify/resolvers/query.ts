import type {
  QueryRootPredictiveSearchArgs,
  QueryRootProductRecommendationsArgs,
  QueryRootProductsArgs,
  QueryRootSearchArgs,
} from '@shopify/hydrogen-react/storefront-api-types';
import { catalogue, findMerchandise, findProduct } from '../catalogue.ts';
import {
  collectionGid,
  collections,
  findCollection,
} from '../catalogue/collections.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { recommend } from '../list/recommendations.ts';
import { predict, queryProducts, searchProducts } from '../list/search.ts';
import { notImplemented } from '../not-implemented.ts';
import { productList } from './products.ts';

interface Named {
  readonly id?: string | null;
  readonly handle?: string | null;
}

/** @see https://shopify.dev/docs/api/storefront/latest/objects/QueryRoot */
export const queries = {
  shop: () => ({}),
  localization: () => ({}),
  paymentSettings: () => ({}),
  product: (_: unknown, named: Named) => findProduct(named) ?? null,
  productByHandle: (_: unknown, named: Named) => findProduct(named) ?? null,
  products: (_: unknown, given: QueryRootProductsArgs, context: Context) => {
    const { query, sortKey, ...page } = given;
    return productList(
      productsOf(query),
      'filters',
      { sortKey: sortKey ?? 'ID', page },
      context,
    );
  },
  productRecommendations: (
    _: unknown,
    { productId, productHandle, intent }: QueryRootProductRecommendationsArgs,
  ) => {
    const product = findProduct({
      id: productId ?? null,
      handle: productHandle ?? null,
    });
    return product ? recommend(product, intent ?? 'RELATED') : null;
  },
  productTypes: (_: unknown, page: PageArguments) =>
    texts(
      catalogue.map(({ productType }) => productType),
      page,
    ),
  productTags: (_: unknown, page: PageArguments) =>
    texts(
      catalogue.flatMap(({ tags }) => tags),
      page,
    ),
  collection: (_: unknown, named: Named) => findCollection(named) ?? null,
  collectionByHandle: (_: unknown, named: Named) =>
    findCollection(named) ?? null,
  collections: (
    _: unknown,
    { query, sortKey, ...page }: CollectionsArguments,
  ) => {
    if (query) throw notImplemented('collections(query:)');
    const list =
      sortKey === 'TITLE'
        ? [...collections].sort((a, b) => a.title.localeCompare(b.title, 'en'))
        : collections;
    return connection(list, page, collectionGid);
  },
  search,
  predictiveSearch,
  node: (_: unknown, { id }: { id: string }, context: Context) =>
    nodeOf(id, context),
  nodes: (_: unknown, { ids }: { ids: readonly string[] }, context: Context) =>
    ids.map((id) => nodeOf(id, context)),
  cart: (_: unknown, { id }: { id: string }, { state }: Context) =>
    state.carts.find(id) ?? null,
  customer: (
    _: unknown,
    { customerAccessToken }: { customerAccessToken: string },
    { state }: Context,
  ) => state.customers.byToken(customerAccessToken) ?? null,
};

interface CollectionsArguments extends PageArguments {
  readonly query?: string | null;
  readonly sortKey?: string | null;
}

/** In the order of their ids, which is that in which they came. */
function productsOf(query: string | null | undefined) {
  if (!query) return catalogue;
  const found = queryProducts(query);
  if ('unknown' in found)
    throw notImplemented(`"${found.unknown}" in products(query:)`);
  return found.products;
}

function texts(values: readonly string[], page: PageArguments) {
  return connection([...new Set(values)].sort(), page, String);
}

/** Products only: the shop has no articles and no pages. */
function search(_: unknown, given: QueryRootSearchArgs, context: Context) {
  const { query, types, prefix, productFilters, sortKey, ...rest } = given;
  const { unavailableProducts, ...page } = rest;
  const isWanted = !types?.length || types.includes('PRODUCT');
  const found = isWanted ? searchProducts(query, prefix === 'LAST') : [];
  const isAvailable = ({ variants }: (typeof found)[number]) =>
    variants.some(({ stock }) => stock > 0);
  return productList(
    unavailableProducts === 'HIDE' ? found.filter(isAvailable) : found,
    'productFilters',
    { filters: productFilters ?? [], sortKey: sortKey ?? 'RELEVANCE', page },
    context,
  );
}

/** How many of each kind, where nothing is said. */
const PREDICTIONS = 10;

function predictiveSearch(
  _: unknown,
  { query, limit, types }: QueryRootPredictiveSearchArgs,
) {
  const { products, collections: groups, queries: words } = predict(query);
  const most = limit ?? PREDICTIONS;
  const only = <Item>(
    type: 'PRODUCT' | 'COLLECTION' | 'QUERY',
    items: readonly Item[],
  ) => (!types?.length || types.includes(type) ? items.slice(0, most) : []);
  return {
    products: only('PRODUCT', products),
    collections: only('COLLECTION', groups),
    queries: only('QUERY', words),
    articles: [],
    pages: [],
  };
}

function nodeOf(id: string, { state }: Context) {
  return (
    findProduct({ id }) ??
    findMerchandise(id) ??
    findCollection({ id }) ??
    (id.includes('/Cart/') ? state.carts.find(id) : undefined) ??
    null
  );
}
