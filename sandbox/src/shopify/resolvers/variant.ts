import { pictureOf } from '../catalogue/pictures.ts';
import { isForSale, variantGid } from '../catalogue/product.ts';
import { sellingPlansOf } from '../catalogue/selling-plans.ts';
import type { Merchandise } from '../catalogue.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { divide, money, convert, priceIn } from '../money.ts';
import { image } from './image.ts';
import { noMetafields } from './metafield.ts';
import { allocation } from './selling-plan.ts';

export function merchandiseGid({ variant }: Merchandise): string {
  return variantGid(variant);
}

const none = (_: unknown, page: PageArguments) =>
  connection<never>([], page, String);

/** @see https://shopify.dev/docs/api/storefront/latest/objects/ProductVariant */
const fields = {
  ...noMetafields,
  id: merchandiseGid,
  title: ({ variant }: Merchandise) => variant.title,
  sku: ({ variant }: Merchandise) => variant.sku,
  barcode: () => null,
  product: ({ product }: Merchandise) => product,
  price: price,
  priceV2: price,
  compareAtPrice: compareAtPrice,
  compareAtPriceV2: compareAtPrice,
  selectedOptions: ({ variant }: Merchandise) => variant.selectedOptions,
  availableForSale: ({ variant }: Merchandise) => isForSale(variant),
  currentlyNotInStock: () => false,
  quantityAvailable: ({ variant }: Merchandise) => variant.stock,
  quantityRule: ({ variant }: Merchandise) => ({
    minimum: 1,
    maximum: variant.stock || null,
    increment: 1,
  }),
  quantityPriceBreaks: none,
  components: none,
  groupedBy: none,
  sellingPlanAllocations: (
    { product, variant }: Merchandise,
    page: PageArguments,
    { currency }: Context,
  ) =>
    connection(
      sellingPlansOf(product).map((plan) =>
        allocation(plan, priceIn(variant.price, currency)),
      ),
      page,
      ({ sellingPlan }) => sellingPlan.id,
    ),
  requiresComponents: () => false,
  requiresShipping: () => true,
  taxable: () => true,
  weight: ({ variant }: Merchandise) => variant.grams,
  weightUnit: () => 'GRAMS',
  image: ({ product, variant }: Merchandise, _: object, context: Context) =>
    image(pictureOf(product, variant), context),
  unitPrice: (merchandise: Merchandise, _: object, { currency }: Context) =>
    isWeighed(merchandise)
      ? money(
          divide(
            convert(merchandise.variant.price, currency) * UNIT_GRAMS,
            merchandise.variant.grams,
          ),
          currency,
        )
      : null,
  unitPriceMeasurement: (merchandise: Merchandise) =>
    isWeighed(merchandise)
      ? {
          measuredType: 'WEIGHT',
          quantityUnit: 'G',
          quantityValue: merchandise.variant.grams,
          referenceUnit: 'G',
          referenceValue: UNIT_GRAMS,
        }
      : null,
};

export const variantResolvers = { ProductVariant: fields };

/** In Europe a price by weight goes beside that of a packet. */
const UNIT_GRAMS = 100;

function isWeighed({ product }: Merchandise): boolean {
  return product.shape === 'tin';
}

function price({ variant }: Merchandise, _: object, { currency }: Context) {
  return priceIn(variant.price, currency);
}

function compareAtPrice(
  { variant }: Merchandise,
  _: object,
  { currency }: Context,
) {
  return variant.compareAtPrice === undefined
    ? null
    : priceIn(variant.compareAtPrice, currency);
}
