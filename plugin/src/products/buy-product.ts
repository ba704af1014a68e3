import {
  planProduct,
  type PlanVariant,
  type Priced,
  type ProductOptions,
} from './plan-product.ts';
import { at, currencyCode, firstOf, list, minor } from './read.ts';

/** A product of shopify-buy, which has no types of its own. */
export interface BuyProduct {
  readonly id: string | number;
  readonly title: string;
}

/** A variant of shopify-buy. */
export interface BuyVariant {
  readonly id: string | number;
  readonly title: string;
  readonly price: { readonly amount: string; readonly currencyCode: string };
}

/**
 * A product of shopify-buy as the plan's product; a variant of it where one is given. Without, the price is that of the
 * first variant.
 *
 * @see https://github.com/Shopify/js-buy-sdk
 */
export function buyProduct(
  product: BuyProduct,
  variant: BuyVariant,
  options?: ProductOptions,
): Priced<PlanVariant>;
export function buyProduct(
  product: BuyProduct,
  variant?: BuyVariant | null,
  options?: ProductOptions,
): Priced;
export function buyProduct(
  product: BuyProduct,
  variant?: BuyVariant | null,
  options?: ProductOptions,
): Priced {
  const priced = variant ?? list(at(product, 'variants'))?.[0];
  const money = firstOf(at(priced, 'price'), at(priced, 'priceV2'));
  const currency = currencyCode(at(money, 'currencyCode'));
  const parts = {
    productId: at(product, 'id'),
    product,
    variantId: at(variant, 'id'),
    variant,
    // The query of shopify-buy calls an image's `url` so.
    image: firstOf(
      at(variant, 'image', 'src'),
      at(list(at(product, 'images'))?.[0], 'src'),
    ),
    price: minor(money, currency),
    currency,
  };
  return {
    product: planProduct(parts, options),
    currency,
  } as Priced;
}
