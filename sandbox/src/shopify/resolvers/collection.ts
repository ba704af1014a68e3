import type {
  CollectionProductsArgs,
  ProductCollectionSortKeys,
} from '@shopify/hydrogen-react/storefront-api-types';
import { collectionGid, type Collection } from '../catalogue/collections.ts';
import { pictureOfCollection } from '../catalogue/pictures.ts';
import type { Context } from '../context.ts';
import { image } from './image.ts';
import { noMetafields } from './metafield.ts';
import { truncated, type Truncated } from './product.ts';
import { productList } from './products.ts';

/** When the collections were last looked after. */
const UPDATED_AT = '2026-09-01T09:00:00Z';

/** @see https://shopify.dev/docs/api/storefront/latest/objects/Collection */
const fields = {
  ...noMetafields,
  id: collectionGid,
  description: ({ description }: Collection, given: Truncated) =>
    truncated(description, given),
  descriptionHtml: ({ description }: Collection) => `<p>${description}</p>`,
  image: (collection: Collection, _: object, context: Context) =>
    image(pictureOfCollection(collection), context),
  onlineStoreUrl: () => null,
  trackingParameters: () => null,
  updatedAt: () => UPDATED_AT,
  seo: ({ title, description }: Collection) => ({ title, description }),
  products: (
    { products }: Collection,
    {
      filters,
      sortKey,
      ...page
    }: CollectionProductsArgs & { sortKey: ProductCollectionSortKeys },
    context: Context,
  ) =>
    productList(
      products,
      'filters',
      { filters: filters ?? [], sortKey, page },
      context,
    ),
};

export const collectionResolvers = { Collection: fields };
