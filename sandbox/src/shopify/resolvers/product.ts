import { merchandiseOf, type Merchandise } from '../catalogue.ts';
import { collectionGid, collectionsOf } from '../catalogue/collections.ts';
import { picturesOf, type Picture } from '../catalogue/pictures.ts';
import {
  isForSale,
  productGid,
  type Product,
  type SelectedOption,
  type Variant,
} from '../catalogue/product.ts';
import { sellingPlansOf } from '../catalogue/selling-plans.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { priceIn, total, type Minor } from '../money.ts';
import { image } from './image.ts';
import { metafieldOf, type MetafieldIdentifier } from './metafield.ts';
import { sellingPlanGroups } from './selling-plan.ts';
import { merchandiseGid } from './variant.ts';

/** @see https://shopify.dev/docs/api/storefront/latest/objects/Product */
const fields = {
  id: productGid,
  description: ({ description }: Product, given: Truncated) =>
    truncated(description, given),
  descriptionHtml: ({ description }: Product) => `<p>${description}</p>`,
  availableForSale: ({ variants }: Product) => variants.some(isForSale),
  totalInventory: ({ variants }: Product) =>
    total(variants.map(({ stock }) => stock)),
  isGiftCard: () => false,
  requiresSellingPlan: () => false,
  sellingPlanGroups: (product: Product, page: PageArguments) =>
    sellingPlanGroups(sellingPlansOf(product), page),
  category: () => null,
  onlineStoreUrl: () => null,
  trackingParameters: () => null,
  publishedAt: ({ createdAt }: Product) => createdAt,
  updatedAt: ({ createdAt }: Product) => createdAt,
  seo: ({ title, description }: Product) => ({ title, description }),
  priceRange: ({ variants }: Product, _: object, context: Context) =>
    priceRange(
      variants.map(({ price }) => price),
      context,
    ),
  // Shopify answers 0 where nothing is reduced.
  compareAtPriceRange: ({ variants }: Product, _: object, context: Context) =>
    priceRange(
      variants.map(({ compareAtPrice }) => compareAtPrice ?? 0),
      context,
    ),
  options: (product: Product, { first }: { first?: number | null }) =>
    optionsOf(product).slice(0, first ?? undefined),
  variants: (product: Product, page: PageArguments) =>
    connection(merchandiseOf(product), page, merchandiseGid),
  variantsCount: ({ variants }: Product) => ({
    count: variants.length,
    precision: 'EXACT',
  }),
  variantBySelectedOptions: (product: Product, given: Selection) =>
    selected(product, given) ?? null,
  selectedOrFirstAvailableVariant: (product: Product, given: Selection) =>
    selected(product, given) ?? firstAvailable(merchandiseOf(product)),
  adjacentVariants: (product: Product, given: Selection) =>
    merchandiseOf(product).filter(
      ({ variant }) => differences(variant, given.selectedOptions ?? []) === 1,
    ),
  featuredImage: (product: Product, _: object, context: Context) =>
    picturesOf(product)
      .slice(0, 1)
      .map((picture) => image(picture, context))[0] ?? null,
  images: (product: Product, page: PageArguments, context: Context) =>
    connection(
      picturesOf(product).map((picture) => image(picture, context)),
      page,
      ({ id }) => id,
    ),
  media: (product: Product, page: PageArguments, context: Context) =>
    connection(
      picturesOf(product).map((picture) => mediaImage(picture, context)),
      page,
      ({ id }) => id,
    ),
  collections: (product: Product, page: PageArguments) =>
    connection(collectionsOf(product), page, collectionGid),
  metafield: metafieldOf,
  metafields: (
    product: Product,
    { identifiers }: { identifiers: readonly MetafieldIdentifier[] },
  ) => identifiers.map((identifier) => metafieldOf(product, identifier)),
};

export const productResolvers = { Product: fields };

export interface Truncated {
  readonly truncateAt?: number | null;
}

export function truncated(text: string, { truncateAt }: Truncated): string {
  return truncateAt == null || text.length <= truncateAt
    ? text
    : `${text.slice(0, Math.max(truncateAt - 3, 0))}...`;
}

interface Selection {
  readonly selectedOptions?: readonly SelectedOption[] | null;
}

function priceRange(prices: readonly Minor[], { currency }: Context) {
  return {
    minVariantPrice: priceIn(Math.min(...prices), currency),
    maxVariantPrice: priceIn(Math.max(...prices), currency),
  };
}

function optionsOf(product: Product) {
  return product.options.map(({ name, values }) => ({
    id: `gid://shopify/ProductOption/${product.id}-${name}`,
    name,
    values,
    optionValues: values.map((value) => ({
      id: `gid://shopify/ProductOptionValue/${product.id}-${name}-${value}`,
      name: value,
      swatch: null,
      firstSelectableVariant:
        merchandiseOf(product).find(({ variant }) =>
          variant.selectedOptions.some(
            (option) => option.name === name && option.value === value,
          ),
        ) ?? null,
    })),
  }));
}

/** How many options of a variant are others than those wanted. */
function differences(
  { selectedOptions }: Variant,
  wanted: readonly SelectedOption[],
): number {
  return selectedOptions.filter(
    ({ name, value }) =>
      !wanted.some((each) => each.name === name && each.value === value),
  ).length;
}

function selected(
  product: Product,
  { selectedOptions }: Selection,
): Merchandise | undefined {
  return merchandiseOf(product).find(
    ({ variant }) => differences(variant, selectedOptions ?? []) === 0,
  );
}

function firstAvailable(all: readonly Merchandise[]): Merchandise | null {
  return all.find(({ variant }) => isForSale(variant)) ?? all[0] ?? null;
}

function mediaImage(picture: Picture, context: Context) {
  const shown = image(picture, context);
  return {
    id: `gid://shopify/MediaImage/${picture.name}`,
    alt: picture.alt,
    mediaContentType: 'IMAGE',
    presentation: null,
    image: shown,
    previewImage: shown,
  };
}
